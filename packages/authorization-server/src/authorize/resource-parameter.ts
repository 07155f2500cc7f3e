/** The `resource` of an authorization request in its one canonical form, before the engine compares it byte by byte (RFC 8707 §2). */
import { canonicalResource, OAuthError } from '@granthouse/protocol';
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';

export const resourceParameter: Middleware = async (ctx, next) => {
  if (ctx.path === paths.authorization && ctx.query['resource'] !== undefined) {
    ctx.query = { ...ctx.query, resource: canonicalOrAsSent(ctx.query['resource']) };
  }
  await next();
};

/** What isn't an absolute URI stays as it came: the engine then refuses it with `invalid_target`, back to the client. */
export function canonicalOrAsSent(value: string | string[]): string | string[] {
  if (Array.isArray(value)) {
    const all = [...new Set(value.map(canonicalText))];
    return all.length === 1 ? (all[0] as string) : all;
  }
  return canonicalText(value);
}

function canonicalText(value: string): string {
  try {
    return canonicalResource(value);
  } catch (error) {
    if (error instanceof OAuthError) return value;
    throw error;
  }
}
