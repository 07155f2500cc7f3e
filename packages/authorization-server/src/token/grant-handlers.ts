/** What surrounds the engine's grant handlers: parameters settled before, and after a refusal what it says of the token that was shown. */
import { errors, type AdapterFactory, type KoaContextWithOIDC } from 'oidc-provider';
import type { Audit } from '../audit.ts';
import { endAuthorization } from '../authorizations/end-authorization.ts';
import type { Vault } from '../store/vault.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { isAboutProof, thumbprintIn } from './dpop.ts';
import type { RefreshFamilies } from './refresh-families/refresh-families.ts';
import { tellRepetition } from './refresh-families/repetitions.ts';
import type { Shown } from './refresh-families/rotate.ts';

export interface GrantParts {
  readonly vault: Vault;
  readonly audit: Audit;
  readonly codes: AuthorizationCodes;
  readonly families: RefreshFamilies;
}

export type GrantHandler = (ctx: KoaContextWithOIDC) => void | Promise<void>;

/** What a grant is made from has a room of its own in the store; everything else is stored as the engine has it. */
export function grantAdapters(stored: AdapterFactory, { codes, families }: GrantParts): AdapterFactory {
  return (name) => {
    if (name === 'RefreshToken') return families.adapter;
    return name === 'AuthorizationCode' ? codes.adapter(stored(name)) : stored(name);
  };
}

/** The stock handler of a grant type, with what follows from its answer. */
export function surrounded(name: string, handler: GrantHandler, parts: GrantParts): GrantHandler {
  if (name === 'authorization_code') return (ctx) => redeeming(ctx, handler, parts);
  return name === 'refresh_token' ? (ctx) => refreshing(ctx, handler, parts) : handler;
}

async function redeeming(ctx: KoaContextWithOIDC, handler: GrantHandler, { codes }: GrantParts): Promise<void> {
  try {
    await handler(ctx);
  } catch (error) {
    // Neither a failure of this server nor a proof to be sent again is a guess.
    if (error instanceof errors.OIDCProviderError && !isAboutProof(error)) await codes.refused(ctx);
    throw error;
  }
}

async function refreshing(ctx: KoaContextWithOIDC, handler: GrantHandler, parts: GrantParts): Promise<void> {
  try {
    await handler(ctx);
  } catch (error) {
    await endReplayed(ctx, parts);
    throw error;
  }
  const shown = parts.families.shownIn(ctx);
  if (shown?.verdict === 'repeated') await tellRepetition(parts.vault, parts.audit, shown);
}

/** Whatever the request was refused for: a token that only a thief can have, or only its owner, ends what it belongs to. */
async function endReplayed(ctx: KoaContextWithOIDC, { vault, audit, families }: GrantParts): Promise<void> {
  const shown = families.shownIn(ctx);
  const presenter = ctx.oidc.client?.clientId;
  const reason = shown && reasonToEnd(shown, { clientId: presenter, thumbprint: await thumbprintIn(ctx) });
  if (!shown || !reason) return;
  await endAuthorization(vault.store, shown.id);
  const { clientId, accountId } = shown.family;
  audit('refresh_family.replayed', {
    reason,
    authorization: shown.id,
    client_id: clientId,
    account_id: accountId,
    presented_by: presenter,
  });
}

/** Who shows no proof is refused and proves nothing: it may be a client that forgot. */
function reasonToEnd(
  { family, verdict }: Shown,
  by: { clientId: string | undefined; thumbprint: string | undefined },
): string | undefined {
  if (family['clientId'] !== by.clientId) return 'shown by another client';
  const { jkt = by.thumbprint } = family;
  if (by.thumbprint !== undefined && jkt !== by.thumbprint) return 'shown with another DPoP key';
  return verdict === 'replayed' ? 'shown again after it was replaced' : undefined;
}
