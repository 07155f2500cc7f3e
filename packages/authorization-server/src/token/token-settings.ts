/** The engine's settings for tokens: which are issued, how long each lives, and what stands behind them. */
import type { Configuration } from 'oidc-provider';
import type { Audit } from '../audit.ts';
import type { Vault } from '../store/vault.ts';
import type { Limits } from '../limits/limits.ts';
import type { CompleteOptions } from '../options.ts';
import type { ServerKeys } from '../server-keys.ts';
import { authorizationCodes } from './authorization-codes.ts';
import type { GrantParts } from './grant-handlers.ts';
import { extraTokenClaims } from './issued-access-tokens.ts';
import { refreshFamilies } from './refresh-families/refresh-families.ts';
import { tokenValues } from './refresh-families/token-values.ts';
import { refreshTokenLife, rotatesRefreshToken } from './rotation.ts';

interface Parts {
  readonly options: CompleteOptions;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly serverKeys: ServerKeys;
}

export function grantPartsOf({ options, vault, audit, serverKeys }: Parts): GrantParts {
  const values = tokenValues(serverKeys.refreshTokens);
  const families = refreshFamilies({ vault, values, grace: options.lifetimes.refreshGrace });
  return { vault, audit, families, codes: authorizationCodes(vault, audit) };
}

export function tokenSettings(options: CompleteOptions, limits: Limits) {
  return {
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: (ctx) => rotatesRefreshToken(ctx, { ...options, limits }),
    // Signing out of the browser disconnects nothing; the person takes access back where connections are listed.
    expiresWithSession: () => false,
    extraTokenClaims,
    ttl: lifetimesOf(options),
  } satisfies Configuration;
}

function lifetimesOf({ lifetimes }: CompleteOptions): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: lifetimes.accessToken,
    AuthorizationCode: lifetimes.authorizationCode,
    Grant: lifetimes.authorization,
    IdToken: lifetimes.accessToken,
    Interaction: lifetimes.interaction,
    RefreshToken: (_ctx, token) => refreshTokenLife(token, lifetimes),
    Session: lifetimes.session,
  };
}
