/** Takes the issuer's path off a request, so that every room reads paths as if the issuer had none. */
import type { Middleware } from 'koa';

/** What stands below the issuer's path, beginning with a slash; undefined outside of it. A query stays. */
export function belowIssuer(path: string, target: string): string | undefined {
  if (!target.startsWith(path)) return undefined;
  const rest = target.slice(path.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined;
}

export function issuerPath(path: string): Middleware {
  return async (ctx, next) => {
    const target = ctx.url;
    const rest = belowIssuer(path, target);
    if (rest === undefined) return;
    ctx.url = rest;
    try {
      await next();
    } finally {
      ctx.url = target;
    }
  };
}
