/**
 * The outermost step: a mistake in a request is told to whoever made it, a store that is away is 503 whatever was being
 * answered, and anything else is a 500. Every one has a reference that finds the log line, and a page that explains it.
 */
import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import type { PageContext } from '@granthouse/pages';
import { isForPrograms } from '../capabilities.ts';
import { FormError } from '../interaction/form.ts';
import { respondPage } from '../interaction/respond-page.ts';
import { TooManyRequests } from '../limits/too-many-requests.ts';
import { errorPage } from '../pages/error.ts';
import { refusals, type RefusalCode } from '../refusals/table.ts';
import { shownRefusal } from '../refusals/shown.ts';
import type { ErrorAnswer, Teller, Told } from '../refusals/told.ts';
import { belowIssuer } from './issuer-path.ts';
import { isUnavailable, retryAfter, type Outages } from './outages.ts';

export interface ErrorParts {
  readonly issuerPath: string;
  readonly page: PageContext;
  readonly teller: Teller;
  readonly outages: Outages;
  readonly at: (path: string) => string;
  /** Is told who was counted for a request that met a limit. */
  readonly tellProxy: (request: IncomingMessage, address: string) => void;
}

export function errors(parts: ErrorParts): Middleware {
  const answer = answers(parts);
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) answer.notFound(ctx);
      else if (isError(ctx)) ctx.body = parts.teller.explained(ctx, ctx.body as ErrorAnswer);
    } catch (error) {
      if (error instanceof FormError) answer.refused(ctx, error);
      else if (error instanceof TooManyRequests) await answer.tooMany(ctx, error);
      else if (isUnavailable(error)) answer.unavailable(ctx, error);
      else answer.failed(ctx, error);
    }
    // What was not read would be taken for the next request on this connection.
    if (!ctx.req.complete && ctx.status >= 400) ctx.set('Connection', 'close');
  };
}

/** What programs are answered that were refused, by the engine or by a step of ours. */
const isError = ({ status, body }: Context) =>
  status >= 400 && typeof (body as Partial<ErrorAnswer> | undefined)?.error === 'string';

function answers(parts: ErrorParts) {
  const { teller, outages, tellProxy } = parts;
  const answered = answerer(parts);
  return {
    notFound(ctx: Context): void {
      answered(ctx, 404, { code: 'not_found', description: 'nothing is at this path' });
    },
    refused(ctx: Context, error: FormError): void {
      answered(ctx, error.status, { ...teller.tell(ctx, error), description: error.description });
    },
    /**
     * Never sent on to the client by a redirect, as RFC 6749 §4.1.2.1 would have it where it must: a person who stays
     * can load the page again and go on. No code is registered for the other endpoints, nor for 429: both lines of the
     * MCP SDK hand this one to their host, which may try again later, and take `server_error`, and 1.x whatever it
     * doesn't know, for a reason to have their person sign in.
     */
    unavailable(ctx: Context, error: Error): void {
      const reference = outages.met(ctx, error);
      takeBack(ctx);
      ctx.set('Retry-After', String(retryAfter));
      const description = `the store can't be used now, try again in ${retryAfter} seconds`;
      answered(ctx, 503, { code: 'temporarily_unavailable', reference, description });
    },
    async tooMany(ctx: Context, { message, retryAfter: seconds }: TooManyRequests): Promise<void> {
      // Others first; and a body that came with its head is off the wire then, so that no flood costs new connections.
      await setImmediate();
      tellProxy(ctx.req, ctx.ip);
      takeBack(ctx);
      ctx.set('Retry-After', String(seconds));
      answered(ctx, 429, { code: 'too_many_requests', description: message });
    },
    failed(ctx: Context, error: unknown): void {
      const told = teller.tellFailure(ctx, error);
      takeBack(ctx);
      answered(ctx, 500, { ...told, description: 'something failed here' });
    },
  };
}

/** What is answered; without a reference where the log has nothing to add. */
interface Said extends Partial<Told> {
  readonly code: RefusalCode;
  readonly description: string;
}

function answerer({ issuerPath, page, teller, at }: ErrorParts) {
  // Some programs say that they would rather have a page; where they post to, nobody looks.
  const wantsPage = (ctx: Context) =>
    ctx.accepts('json', 'html') === 'html' && !isForPrograms(belowIssuer(issuerPath, ctx.path) ?? '');
  return (ctx: Context, status: number, { code, reference, description }: Said): void => {
    if (wantsPage(ctx)) {
      respondPage(ctx, errorPage(page, shownRefusal({ code, reference }, { at })), { status });
      return;
    }
    ctx.status = status;
    ctx.set('Cache-Control', 'no-store');
    const error_description = reference === undefined ? description : `${description}, reference ${reference}`;
    ctx.body = { error: refusals[code].error, error_description, error_uri: teller.uriOf(code) };
  };
}

/** Nothing stays of an answer that was being made, such as where it led; who may read it stays. */
function takeBack(ctx: Context): void {
  for (const name of Object.keys(ctx.response.headers)) {
    if (name !== 'vary' && !name.startsWith('access-control-')) ctx.remove(name);
  }
}
