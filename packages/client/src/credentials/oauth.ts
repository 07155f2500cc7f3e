/** An access token as a credential: renewed before it ends, renewed once when it is refused, and never by two at a time. */
import { type Challenge, parseScope } from '@granthouse/protocol';
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { refreshAuthorization } from '../token/refresh.ts';
import type { AuthorizationKeeper } from './authorization-keeper.ts';
import type { Credential } from './credential.ts';

export interface OAuthCredentialOptions {
  readonly keeper: AuthorizationKeeper;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Milliseconds before its end in which a token is renewed rather than sent. */
const early = 30_000;

const bearer = ({ tokens }: Authorization) => ({ authorization: `Bearer ${tokens.accessToken}` });

export function oauthCredential({ keeper, fetch, now = Date.now }: OAuthCredentialOptions): Credential {
  const current = async (): Promise<Authorization> => {
    const kept = await keeper.load();
    if (!kept) throw new ClientError('sign_in_needed', 'a person has to sign in first');
    return kept;
  };
  const isGood = ({ tokens }: Authorization) => tokens.expiresAt === undefined || tokens.expiresAt - early > now();
  /** Whoever waited finds what the one before it brought. */
  const renewed = (unless: (kept: Authorization) => boolean) =>
    keeper.alone(async () => {
      const kept = await current();
      if (unless(kept)) return kept;
      const next = await refreshAuthorization(kept, { fetch, now });
      await keeper.save(next);
      return next;
    });
  return {
    kind: 'oauth',
    async fields() {
      const kept = await current();
      return bearer(isGood(kept) || kept.tokens.refreshToken === undefined ? kept : await renewed(isGood));
    },
    async refused({ status, challenges, shown }) {
      if (status === 403) throw forbidden(await current(), challenges);
      await renewed((kept) => bearer(kept).authorization !== shown['authorization']);
    },
  };
}

/** Without `scope` when a sign-in changes nothing: the server asks for none, or for what it was asked for already (CL-11). */
function forbidden({ requested }: Authorization, challenges: readonly Challenge[]): ClientError {
  const asked = challenges.find(({ parameters }) => parameters['error'] === 'insufficient_scope');
  const needed = parseScope(asked?.parameters['scope'] ?? '');
  const isNew = needed.some((scope) => !requested.includes(scope));
  return isNew
    ? new ClientError('forbidden', 'more has to be allowed', { status: 403, scope: needed })
    : new ClientError('forbidden', 'the server does not allow this', { status: 403 });
}
