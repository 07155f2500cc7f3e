/** The scope of an authorization request: known ones stay, unknown ones are left out, none at all means the resource's default (RFC 6749 §3.3). */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { openidScopes } from '../capabilities.ts';
import type { Resources } from '../resources.ts';

const openid: ReadonlySet<string> = new Set<string>([...openidScopes, 'offline_access']);

export function settleScope(ctx: KoaContextWithOIDC, resources: Resources): void {
  const params = ctx.oidc.params as { scope?: string | undefined };
  const asked = params.scope?.split(' ').filter(Boolean) ?? [];
  const meant = Object.keys(ctx.oidc.resourceServers ?? {}).map((indicator) => resources.find(indicator));
  const known = asked.filter((scope) => openid.has(scope) || meant.some((entry) => Object.hasOwn(entry.scopes, scope)));
  if (asked.length > 0 && known.length === 0) {
    throw new errors.InvalidScope('none of the requested scopes exists here', asked.join(' '));
  }
  const settled = known.some((scope) => scope !== 'offline_access')
    ? known
    : [...known, ...meant.flatMap((entry) => entry.defaultScopes)];
  params.scope = [...new Set(settled)].join(' ');
}
