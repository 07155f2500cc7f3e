/** The one stylesheet, under a name that changes with its content, so that browsers may keep it for ever. */
import type { Middleware } from 'koa';

export function assets(stylesheet: { readonly path: string; readonly css: string }): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== stylesheet.path) {
      await next();
      return;
    }
    ctx.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' });
    ctx.type = 'css';
    ctx.body = stylesheet.css;
  };
}
