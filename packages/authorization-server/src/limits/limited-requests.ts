/**
 * Where requests meet their limits: at the door, by who is behind an address, and when the engine asks for a client, by
 * which one it is. A good token request is not counted here at all; only what was refused is.
 */
import type { Context, Middleware } from 'koa';
import Provider from 'oidc-provider';
import { managedClientId, paths } from '../capabilities.ts';
import { isSelfRegistered } from '../registration/client-id.ts';
import type { Limits } from './limits.ts';

/** Where a client says who it is, and mostly proves it. */
const clientPaths: ReadonlySet<string> = new Set([paths.token, paths.introspection, paths.revocation]);

/** Where a request remembers the client that it names. */
const named = 'namedClient';

export function limitedRequests(limits: Limits): Middleware {
  return async (ctx, next) => {
    if (ctx.path === paths.authorization) {
      limits.authorization({ address: ctx.ip, clientId: String(ctx.query['client_id']) });
    } else if (ctx.path === paths.registration && ctx.method === 'POST') {
      limits.registration(ctx.ip);
    } else if (isClients(ctx)) {
      limits.clientRequest({ address: ctx.ip, ...clientNamedIn(ctx) });
      await next();
      if (isCounted(ctx)) limits.countClientRequest({ address: ctx.ip, ...clientNamedIn(ctx) });
      return;
    }
    await next();
  };
}

/** From now on a client whose requests were refused too often from one network is not even looked up for it. */
export function limitClients(provider: Provider, limits: Limits): void {
  const find = provider.Client.find.bind(provider.Client);
  provider.Client.find = async (clientId) => {
    const { ctx } = Provider;
    if (ctx && isClients(ctx)) {
      ctx.state[named] = clientId;
      limits.namedClient({ address: ctx.ip, clientId });
    }
    return find(clientId);
  };
}

/** At revocation every answer is good (RFC 7009 §2.2), and anyone can register to introspect, and to manage that client. */
function isCounted(ctx: Context): boolean {
  if (ctx.status >= 400) return ctx.status < 500;
  return ctx.path !== paths.token && isSelfRegistered(clientNamedIn(ctx).clientId ?? '');
}

const isClients = (ctx: Context) =>
  (ctx.method === 'POST' && clientPaths.has(ctx.path)) || managedClientId(ctx.path) !== undefined;

function clientNamedIn({ path, state }: Context): { clientId?: string } {
  const clientId: unknown = managedClientId(path) ?? state[named];
  return typeof clientId === 'string' ? { clientId } : {};
}
