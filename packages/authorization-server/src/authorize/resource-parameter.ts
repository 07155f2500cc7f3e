/** The `resource` of an authorization request in its one canonical form (RFC 8707 §2). */
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';
import type { Resources } from '../resources.ts';

export function resourceParameter(resources: Resources): Middleware {
  return async (ctx, next) => {
    if (ctx.path === paths.authorization && ctx.query['resource'] !== undefined) {
      ctx.query = { ...ctx.query, resource: resources.canonical(ctx.query['resource']) };
    }
    await next();
  };
}
