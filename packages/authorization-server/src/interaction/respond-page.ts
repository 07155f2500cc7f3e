/** A page on the wire: its headers, its status, and nothing that a cache may keep; or the way to another one. */
import { pageHeaders } from '@granthouse/pages';
import type { Context } from 'koa';

export interface PageAnswer {
  readonly status?: number;
  /** Where a form on the page may lead after its redirects: browsers hold CSP's form-action against those too. */
  readonly formActionTargets?: string[];
}

export function respondPage(
  ctx: Context,
  page: string,
  { status = 200, formActionTargets = [] }: PageAnswer = {},
): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.set(pageHeaders({ formActionTargets }));
  ctx.body = page;
}

/** Never 307, which would post a password again, to wherever it leads; nor 302, where the method is the browser's choice (RFC 9700 §4.12). */
export function seeOther(ctx: Context, location: string): void {
  ctx.status = 303;
  ctx.set('Cache-Control', 'no-store');
  ctx.redirect(location);
}
