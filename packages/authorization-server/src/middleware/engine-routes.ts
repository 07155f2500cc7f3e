/**
 * The engine's routes that this server means, each at exactly one path. The engine compares paths without case and
 * without a slash at the end, so that `/JWKS` or `/Authorize` would get past the steps that stand before it; and it has
 * routes that can't be turned off.
 */
import type { Middleware } from 'koa';
import { paths, postedPaths } from '../capabilities.ts';

const resumed = new RegExp(`^${paths.authorization}/[\\w-]{1,64}$`);

export const engineRoutes: Middleware = async (ctx, next) => {
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  const isRoute = isRead
    ? ctx.path === paths.authorization || resumed.test(ctx.path)
    : ctx.method === 'POST' && postedPaths.has(ctx.path);
  if (isRoute) await next();
};
