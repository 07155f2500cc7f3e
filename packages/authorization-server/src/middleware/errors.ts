/**
 * The outermost step: a mistake in a request is told to whoever made it, a store that is away is 503 whatever was being
 * answered, and anything else is a 500 with a reference that finds the log line.
 */
import type { Context, Middleware } from 'koa';
import { postedPaths } from '../capabilities.ts';
import { explanations } from '../explanations.ts';
import { FormError } from '../interaction/form.ts';
import { respondPage } from '../interaction/respond-page.ts';
import { toldRequest, type Log } from '../log.ts';
import { errorPage } from '../pages/error.ts';
import type { PageContext } from '../pages/layout.ts';
import { belowIssuer } from './issuer-path.ts';
import { isUnavailable, newReference, retryAfter, type Outages } from './outages.ts';

export interface ErrorParts {
  readonly log: Log;
  readonly issuerPath: string;
  readonly page: PageContext;
  readonly outages: Outages;
}

export function errors(parts: ErrorParts): Middleware {
  const answer = answers(parts);
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) answer.notFound(ctx);
    } catch (error) {
      if (error instanceof FormError) answer.refused(ctx, error);
      else if (isUnavailable(error)) answer.unavailable(ctx, error);
      else answer.failed(ctx, error);
    }
    // What was not read would be taken for the next request on this connection.
    if (!ctx.req.complete && ctx.status >= 400) ctx.set('Connection', 'close');
  };
}

function answers({ log, issuerPath, page, outages }: ErrorParts) {
  // Some programs say that they would rather have a page; where they post to, nobody looks.
  const wantsPage = (ctx: Context) =>
    ctx.accepts('json', 'html') === 'html' && !postedPaths.has(belowIssuer(issuerPath, ctx.path) ?? '');
  return {
    notFound(ctx: Context): void {
      if (wantsPage(ctx)) respondPage(ctx, errorPage(page, explanations.notFound), { status: 404 });
      else answerProgram(ctx, 404, { error: 'not_found', error_description: 'nothing is at this path' });
    },
    refused(ctx: Context, { status, message }: FormError): void {
      if (wantsPage(ctx)) respondPage(ctx, errorPage(page, explanations.formRefused), { status });
      else answerProgram(ctx, status, { error: 'invalid_request', error_description: message });
    },
    /**
     * Never sent on to the client by a redirect, as RFC 6749 §4.1.2.1 would have it where it must: a person who stays
     * can load the page again and go on. No code is registered for the other endpoints; MCP hosts take this one for a
     * reason to try again later, and `server_error` for one to have their person sign in.
     */
    unavailable(ctx: Context, error: Error): void {
      const reference = outages.met(ctx, error);
      takeBack(ctx);
      ctx.set('Retry-After', String(retryAfter));
      const details = { code: 'temporarily_unavailable', section: 'RFC 6749 §4.1.2.1' };
      const shown = { ...explanations.unavailable, reference, details };
      const description = `the store can't be used now, try again in ${retryAfter} seconds, reference ${reference}`;
      if (wantsPage(ctx)) respondPage(ctx, errorPage(page, shown), { status: 503 });
      else answerProgram(ctx, 503, { error: details.code, error_description: description });
    },
    failed(ctx: Context, error: unknown): void {
      const reference = newReference();
      const cause = error instanceof Error ? error.stack : String(error);
      log.error({ reference, ...toldRequest(ctx), cause }, 'request failed');
      takeBack(ctx);
      const description = `something failed here, reference ${reference}`;
      if (wantsPage(ctx)) respondPage(ctx, errorPage(page, { ...explanations.failed, reference }), { status: 500 });
      else answerProgram(ctx, 500, { error: 'server_error', error_description: description });
    },
  };
}

/** Nothing stays of an answer that was being made, such as where it led; who may read it stays. */
function takeBack(ctx: Context): void {
  for (const name of Object.keys(ctx.response.headers)) {
    if (name !== 'vary' && !name.startsWith('access-control-')) ctx.remove(name);
  }
}

function answerProgram(ctx: Context, status: number, body: { error: string; error_description: string }): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
}
