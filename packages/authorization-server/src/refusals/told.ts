/**
 * A refusal is told twice: to the log with its true reason, and on the wire with its RFC code, the address of the page
 * that explains it (`error_uri`, RFC 6749 §4.1.2.1 and §5.2), and the reference that finds the line in the log.
 */
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { toldRequest, type Log } from '../log.ts';
import { TooManyRequests } from '../limits/too-many-requests.ts';
import { isUnavailable, newReference } from '../middleware/outages.ts';
import { documentRefusalOf } from '../registration/clients-by-document.ts';
import { codeOf, detailOf } from './engine-reasons.ts';
import { pageOf, refusals, type RefusalCode } from './table.ts';

/** An error answer on its way out. */
export interface ErrorAnswer {
  readonly error: string;
  readonly error_description?: string;
}

export interface Told {
  readonly code: RefusalCode;
  readonly reference: string;
}

export interface Teller {
  /** Writes the line; asked again for a request, it gives what was told. */
  tell(ctx: Context, error: Error): Told;
  /** The line about a fault of this server, with where it happened. */
  tellFailure(ctx: Context, error: unknown): Told;
  /** An answer in which the reference and the address of the page are said; what it was refused for is remembered or follows from its code. */
  explained<T extends ErrorAnswer>(ctx: Context, answer: T): T & { readonly error_uri: string };
  /** The address of the page about a refusal. */
  uriOf(code: RefusalCode): string;
}

/** Where a request keeps what it was refused for until it is answered, and what was told. */
const refusedFor = 'refusedFor';
const toldAs = 'toldAs';

/** The last one counts: what is refused on the way to an answer may be answered after all. */
export function remember(ctx: Context, error: Error): void {
  ctx.state[refusedFor] = error;
}

/** Below the issuer's path. */
export const errorPath = (code: RefusalCode) => `/errors/${pageOf(code).code}`;

export function tellerOf({ log, issuer }: { readonly log: Log; readonly issuer: string }): Teller {
  const uriOf = (code: RefusalCode) => `${issuer}${errorPath(code)}`;
  const told = (ctx: Context, code: RefusalCode, reference: string): Told => {
    ctx.state[toldAs] = { code, reference };
    return { code, reference };
  };
  const tell = (ctx: Context, error: Error) => {
    const before = ctx.state[toldAs] as Told | undefined;
    if (before) return before;
    const reference = newReference();
    const code = codeOf(ctx, error);
    const client = (ctx as Partial<KoaContextWithOIDC>).oidc?.client?.clientId;
    const document = documentRefusalOf(ctx);
    const cause = document?.cause instanceof Error ? document.cause : (document ?? error);
    const line = { reference, code, error: refusals[code].error, ...toldRequest(ctx), detail: detailOf(cause) };
    log.info({ ...line, ...(client === undefined ? {} : { client_id: client }) }, 'refused');
    return told(ctx, code, reference);
  };
  return {
    tell,
    tellFailure(ctx, error) {
      const reference = newReference();
      const cause = error instanceof Error ? error.stack : String(error);
      log.error({ reference, ...toldRequest(ctx), cause }, 'request failed');
      return told(ctx, 'server_error', reference);
    },
    explained(ctx, answer) {
      const error = (ctx.state[refusedFor] as Error | undefined) ?? new Error(answer.error);
      const { code, reference } = tell(ctx, error);
      const description = [answer.error_description, `reference ${reference}`].filter(Boolean).join(', ');
      return { ...answer, error_description: description, error_uri: uriOf(code) };
    },
    uriOf,
  };
}

/** Remembers what the engine refuses, and tells its failures. */
export function listenTo(provider: Provider, teller: Teller): void {
  provider.on('authorization.error', remember);
  provider.on('grant.error', remember);
  provider.on('introspection.error', remember);
  provider.on('revocation.error', remember);
  provider.on('server_error', (ctx, error) => {
    // Thrown on, out of the engine and its answer: to the client they would be sent as a failure for good.
    if (isUnavailable(error) || error instanceof TooManyRequests) throw error;
    teller.tellFailure(ctx, error);
  });
}
