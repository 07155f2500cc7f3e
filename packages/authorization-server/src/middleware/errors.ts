/** The outermost step: a mistake in a request is told to whoever made it, anything else is a 500 with a reference that finds the log line. */
import { randomBytes } from 'node:crypto';
import { StorageError } from '@granthouse/storage';
import type { Context, Middleware } from 'koa';
import { FormError } from '../interaction/form.ts';
import { respondPage } from '../interaction/respond-page.ts';
import type { Log } from '../log.ts';
import { errorPage } from '../pages/error.ts';
import type { PageContext } from '../pages/layout.ts';
import { explanations } from '../explanations.ts';

export function errors(log: Log, page: PageContext): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) notFound(ctx, page);
    } catch (error) {
      if (error instanceof FormError) refused(ctx, page, error);
      else failed(ctx, { log, page, error });
    }
    // What was not read would be taken for the next request on this connection.
    if (!ctx.req.complete && ctx.status >= 400) ctx.set('Connection', 'close');
  };
}

export const newReference = (): string => randomBytes(6).toString('hex');

const wantsPage = (ctx: Context): boolean => ctx.accepts('json', 'html') === 'html';

function notFound(ctx: Context, page: PageContext): void {
  if (wantsPage(ctx)) respondPage(ctx, errorPage(page, explanations.notFound), { status: 404 });
  else answerProgram(ctx, 404, { error: 'not_found', error_description: 'nothing is at this path' });
}

function refused(ctx: Context, page: PageContext, { status, message }: FormError): void {
  if (wantsPage(ctx)) respondPage(ctx, errorPage(page, explanations.formRefused), { status });
  else answerProgram(ctx, status, { error: 'invalid_request', error_description: message });
}

function failed(ctx: Context, { log, page, error }: { log: Log; page: PageContext; error: unknown }): void {
  const reference = newReference();
  const isAway = error instanceof StorageError && error.code === 'unavailable';
  log.error(
    { reference, method: ctx.method, path: ctx.path, cause: error instanceof Error ? error.stack : String(error) },
    'request failed',
  );
  if (isAway) ctx.set('Retry-After', '5');
  const status = isAway ? 503 : 500;
  if (wantsPage(ctx)) respondPage(ctx, errorPage(page, { ...explanations.failed, reference }), { status });
  else
    answerProgram(ctx, status, {
      error: 'server_error',
      error_description: `something failed here, reference ${reference}`,
    });
}

function answerProgram(ctx: Context, status: number, body: { error: string; error_description: string }): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
}
