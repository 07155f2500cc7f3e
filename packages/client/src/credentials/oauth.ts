/** An access token as a credential: renewed before it ends, renewed once when it is refused, and never by two at a time. */
import type { Challenge } from '@granthouse/protocol';
import type { Authorization } from '../authorization/authorization.ts';
import { readScope } from '../authorization/read-scope.ts';
import { ClientError } from '../client-error.ts';
import { tokenChallenge } from '../discovery/token-challenge.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { refreshAuthorization } from '../token/refresh.ts';
import type { AuthorizationKeeper } from './authorization-keeper.ts';
import type { Credential } from './credential.ts';
import { signInNeeded } from './sign-in-needed.ts';

export interface OAuthCredentialOptions {
  readonly keeper: AuthorizationKeeper;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds for all requests of a renewal together, shorter than a lease of the keeper; by default 45,000. */
  readonly renewalTime?: number;
}

/** Milliseconds before its end in which a token is renewed rather than sent. */
const early = 30_000;

const bearer = ({ tokens }: Authorization) => ({ authorization: `Bearer ${tokens.accessToken}` });

export function oauthCredential(options: OAuthCredentialOptions): Credential {
  const { keeper, now = Date.now } = options;
  const lives = ({ tokens: { expiresAt = Infinity } }: Authorization, forAnother = 0) => expiresAt - forAnother > now();
  /** Whoever waited finds what the one before it brought. */
  const renewed = async (isGood: (kept: Authorization) => boolean) =>
    unlessEnded(await keeper.renew(async (kept) => (isGood(kept) || kept.ended ? kept : renewal(kept, options))));
  return {
    kind: 'oauth',
    async fields() {
      const kept = unlessEnded(await keeper.load());
      const margin = kept.tokens.refreshToken === undefined ? 0 : early;
      if (lives(kept, margin)) return bearer(kept);
      try {
        return bearer(await renewed((each) => lives(each, margin)));
      } catch (error) {
        // A token server that stumbles is no reason not to use what is still good.
        if (lives(kept)) return bearer(kept);
        throw error;
      }
    },
    async refused({ status, challenges, shown }) {
      const isNewer = (kept: Authorization) => bearer(kept).authorization !== shown['authorization'];
      const kept = unlessEnded(await keeper.load());
      if (status === 401) {
        if (!isNewer(kept) && isGoodAlone(kept) && lives(kept)) throw refusedTooEarly(status);
        return void (await renewed(isNewer));
      }
      if (!isNewer(kept)) throw forbidden(kept, challenges);
    },
  };
}

/** Nothing renews it, and the server that issued it said until when it is good. */
const isGoodAlone = ({ tokens }: Authorization) => tokens.refreshToken === undefined && tokens.expiresAt !== undefined;

/** Perhaps a deploy, or a proxy: that ends nothing. */
const refusedTooEarly = (status: 401) =>
  new ClientError('credential_refused', 'the server refuses a token that should still be good', { status });

function unlessEnded(kept: Authorization | undefined): Authorization {
  if (!kept || kept.ended !== undefined) throw signInNeeded(kept?.ended);
  return kept;
}

/** A refusal is kept too, so that it is asked for once and not before each call. */
async function renewal(kept: Authorization, options: OAuthCredentialOptions): Promise<Authorization> {
  if (kept.tokens.refreshToken === undefined) return { ...kept, ended: 'expired' };
  const { fetch, renewalTime = 45_000 } = options;
  const late = AbortSignal.timeout(renewalTime);
  const hurried: Fetch = (input, init) => fetch(input, { ...init, signal: late });
  try {
    return await refreshAuthorization(kept, { ...options, fetch: hurried });
  } catch (cause) {
    if (late.aborted) throw new ClientError('timed_out', `${kept.issuer} did not renew the access in time`, { cause });
    const ended = noOf(cause);
    if (ended === undefined) throw cause;
    return { ...kept, ended };
  }
}

/** Codes of a server that stumbles, or wants to be left alone for a while, and means no refusal of the token. */
const stumbles = new Set(['server_error', 'temporarily_unavailable', 'slow_down', 'too_many_requests']);

/** What the server said when it said no, by whatever code: it will say it again. */
function noOf(error: unknown): string | undefined {
  if (!(error instanceof ClientError)) return undefined;
  const { error: code, status = 0 } = error.details;
  return code === undefined || stumbles.has(code) || status === 429 || status >= 500 ? undefined : code;
}

/** Without `scope` when a sign-in changes nothing: the server asks for none, or for what was asked for or given already (CL-11). */
function forbidden({ requested, tokens }: Authorization, challenges: readonly Challenge[]): ClientError {
  // Some name the scope and forget the error.
  const { error = 'insufficient_scope', scope } = tokenChallenge(challenges);
  const needed = error === 'insufficient_scope' ? readScope(scope) : [];
  const lacking = needed.filter((each) => !tokens.scope?.includes(each));
  if (lacking.some((each) => !requested.includes(each)))
    return new ClientError('forbidden', 'more has to be allowed', { status: 403, scope: needed });
  const why = lacking.length === 0 ? '' : `: it wants ${few(lacking)}, which the sign-in asked for in vain`;
  return new ClientError('forbidden', `the server does not allow this${why}`, { status: 403 });
}

/** A stranger's words, and not at length. */
const few = (scopes: readonly string[]) => {
  const named = scopes.slice(0, 3).join(' ');
  return scopes.length > 3 || named.length > 100 ? 'scopes' : named;
};
