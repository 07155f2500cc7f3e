/** What the consent page says about a request: who asks, where the answer goes, what it may do, in the operator's words. */
import { relays } from '@granthouse/host-profiles';
import type { Client, Interaction } from 'oidc-provider';
import { acceptedOpenidScopes } from '../capabilities.ts';
import type { ResourceDefinition } from '../options.ts';
import type { RedirectProps } from '../pages/consent.ts';
import type { Resources } from '../resources.ts';

export interface RequestedAccess {
  /** Per resource: what of the asked scope it knows. */
  readonly resources: ReadonlyArray<{ readonly definition: ResourceDefinition; readonly scopes: readonly string[] }>;
  readonly openid: readonly string[];
}

export type Effect = 'read' | 'change' | 'irreversible';

export interface Permission {
  readonly scope: string;
  readonly sentence: string;
  readonly effect: Effect;
}

const openidSentences: Readonly<Record<string, string>> = {
  openid: 'Know that it is you',
  profile: 'See your name',
  email: 'See your email address',
};

const gravity: readonly Effect[] = ['read', 'change', 'irreversible'];

/** A parameter of the authorization request that comes once; the engine has refused repeated ones. */
export function parameterOf({ params }: Interaction, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

export function requestedAccess(interaction: Interaction, resources: Resources): RequestedAccess {
  const asked = parameterOf(interaction, 'scope').split(' ');
  const indicators = [interaction.params['resource'] ?? []].flat() as string[];
  return {
    resources: indicators.map((indicator) => {
      const definition = resources.find(indicator);
      return { definition, scopes: asked.filter((scope) => Object.hasOwn(definition.scopes, scope)) };
    }),
    openid: asked.filter((scope) => acceptedOpenidScopes.includes(scope)),
  };
}

/** Reading first, then changing, then what can't be undone. */
export function permissionsOf(access: RequestedAccess): Permission[] {
  const ofResources = access.resources.flatMap(({ definition, scopes }) =>
    scopes.map((scope) => ({
      scope,
      sentence: definition.scopes[scope]?.description ?? scope,
      effect: definition.scopes[scope]?.effect ?? 'change',
    })),
  );
  const ofOpenid = access.openid.flatMap((scope) => {
    const sentence = openidSentences[scope];
    return sentence === undefined ? [] : [{ scope, sentence, effect: 'read' as const }];
  });
  return [...ofOpenid, ...ofResources].toSorted((a, b) => gravity.indexOf(a.effect) - gravity.indexOf(b.effect));
}

export function redirectTarget(redirectUri: string): RedirectProps {
  const url = new URL(redirectUri);
  if (relays(redirectUri)) return { kind: 'relay', host: url.host };
  if (url.protocol === 'https:') return { kind: 'https', host: url.host };
  if (url.protocol === 'http:') return { kind: 'loopback' };
  return { kind: 'app', scheme: url.protocol.slice(0, -1) };
}

/** An origin, or a bare scheme where the address has no origin. */
export function formActionTarget(redirectUri: string): string {
  const url = new URL(redirectUri);
  return url.origin === 'null' ? url.protocol : url.origin;
}

export const clientNameOf = (client: Client): string => client.clientName ?? '';
