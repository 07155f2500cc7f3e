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
      if (status === 403) throw new ClientError('forbidden', 'more has to be allowed', { scope: scopeOf(challenges) });
      await renewed((kept) => bearer(kept).authorization !== shown['authorization']);
    },
  };
}

function scopeOf(challenges: readonly Challenge[]): string[] {
  const [scope] = challenges.map(({ parameters }) => parameters['scope']).filter((value) => value !== undefined);
  return scope === undefined ? [] : [...parseScope(scope)];
}
