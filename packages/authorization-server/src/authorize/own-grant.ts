/** One grant per install: a consent is never found again by client id, which many installs share. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { consentedGrantId } from './prompts.ts';

export async function ownGrant(ctx: KoaContextWithOIDC) {
  const grantId = consentedGrantId(ctx);
  if (grantId === undefined) return undefined;
  const grant = await ctx.oidc.provider.Grant.find(grantId);
  const isOwn = grant?.accountId === ctx.oidc.account?.accountId && grant?.clientId === ctx.oidc.client?.clientId;
  return isOwn ? grant : undefined;
}
