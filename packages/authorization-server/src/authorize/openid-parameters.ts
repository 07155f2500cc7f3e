/**
 * What only OpenID Connect gives a meaning means nothing in a request that does not ask for `openid`, and is left out
 * before the engine refuses it (RFC 6749 §3.1). `max_age` and `id_token_hint` stay: they are demands, and the refusal
 * says what is missing.
 */
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';

const wishes: ReadonlySet<string> = new Set(['nonce', 'acr_values', 'claims_locales']);

export const openidParameters: Middleware = async (ctx, next) => {
  if (
    ctx.path === paths.authorization &&
    !String(ctx.query['scope'] ?? '')
      .split(' ')
      .includes('openid')
  ) {
    const parameters = Object.entries(ctx.query);
    // One that comes twice is refused, whatever it means.
    const meant = parameters.filter(([name, value]) => !wishes.has(name) || Array.isArray(value));
    if (meant.length < parameters.length) ctx.query = Object.fromEntries(meant);
  }
  await next();
};
