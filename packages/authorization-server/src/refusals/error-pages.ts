/** `/errors/<code>`: the page about each refusal, made once, the same for everybody, so that caches may keep it (RFC 6749 §5.2, `error_uri`). */
import { createHash } from 'node:crypto';
import type { Middleware } from 'koa';
import type { PageContext } from '@granthouse/pages';
import { respondPage } from '../interaction/respond-page.ts';
import { explanationPage } from '../pages/explanation.ts';
import { remediesByHost } from './remedies-by-host.ts';
import { openRefusals } from './table.ts';

/** Seconds. */
const maxAge = 3600;

export const errorPaths: readonly string[] = openRefusals().map(([code]) => `/errors/${code}`);

/** Any other path there is what any unknown path is. */
export function errorPages(context: PageContext): Middleware {
  const pages = new Map(
    openRefusals().map(([code, refusal]) => {
      const apps = refusal.connectAgain ? remediesByHost : [];
      const page = explanationPage(context, { ...refusal, code, apps });
      return [`/errors/${code}`, { page, etag: `"${createHash('sha256').update(page).digest('base64url')}"` }];
    }),
  );
  return async (ctx, next) => {
    const found = ctx.method === 'GET' || ctx.method === 'HEAD' ? pages.get(ctx.path) : undefined;
    if (!found) {
      await next();
      return;
    }
    respondPage(ctx, found.page);
    ctx.set({ 'Cache-Control': `public, max-age=${maxAge}`, ETag: found.etag });
    if (ctx.fresh) ctx.status = 304;
  };
}
