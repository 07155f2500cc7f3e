/**
 * An authorization request by POST (OpenID Connect Core §3.1.2.1) becomes the same one by GET: browsers send no cookie
 * of ours with a form of another site, so that the person would have to sign in each time.
 */
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';
import { readForm } from '../interaction/form.ts';
import { seeOther } from '../interaction/respond-page.ts';

export function postedRequest(at: (path: string) => string): Middleware {
  return async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.path === paths.authorization) {
      const form = await readForm(ctx);
      seeOther(ctx, `${at(paths.authorization)}?${form.toString()}`);
    } else {
      await next();
    }
  };
}
