/** The registrations that hosts send, with what one installation of each would choose (RFC 7591 §3.1). */
import type { HostProfile } from '@granthouse/host-profiles';
import type { RegistrationAnswer } from './registration-answer.ts';

export interface HostRegistration extends Pick<RegistrationAnswer, 'hosts' | 'body' | 'redirectUris'> {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** As the host calls itself in its requests, where that is known. */
  readonly userAgent?: string;
}

export interface Offered {
  /** The scopes that a host would ask for here. */
  readonly scopes: readonly string[];
  readonly responseTypes: readonly string[];
  /** As the metadata lists them; undefined when it doesn't. */
  readonly grantTypes: readonly string[] | undefined;
}

/** What hosts send in the same words is sent once. */
export function hostRegistrations(hosts: readonly HostProfile[], offered: Offered): HostRegistration[] {
  const known = new Map<string, HostRegistration>();
  for (const host of hosts) {
    for (const { id, confidence, complete, body } of host.registration.dcr.bodies) {
      const metadata = filled(body, offered);
      const userAgent = host.http.user_agent?.includes('{{') ? null : host.http.user_agent;
      const key = JSON.stringify([userAgent, metadata]);
      known.set(key, {
        hosts: [...new Set([...(known.get(key)?.hosts ?? []), host.id])],
        body: { id, confidence, complete },
        redirectUris: metadata['redirect_uris'] as string[],
        metadata,
        ...(userAgent && { userAgent }),
      });
    }
  }
  return [...known.values()];
}

/** What an installation chooses; `.example` belongs to nobody (RFC 2606 §2). */
const chosen: Readonly<Record<string, string>> = {
  port: '53682',
  host: 'host.example',
  web_host: 'host.example',
  origin: 'https://host.example',
  ide_external_uri: 'http://127.0.0.1:53682/callback',
  redirect_uri: 'http://127.0.0.1:53682/callback',
  native_or_web: 'native',
  app: 'Granthouse doctor',
  product: 'Granthouse doctor',
  version: '1.0.0',
};

function filled(body: Readonly<Record<string, unknown>>, offered: Offered): Record<string, unknown> {
  const { scopes, responseTypes, grantTypes } = offered;
  const members = Object.entries(body).flatMap(([name, value]): (readonly [string, unknown])[] => {
    // A recorded one asks for the scopes of the server it was recorded at. An empty one is a habit of its own (RFC 7591 §2).
    if (name === 'scope' && value !== '') return scopes.length > 0 ? [[name, scopes.join(' ')]] : [];
    if (name === 'response_types' && JSON.stringify(value).includes('{{')) return [[name, responseTypes]];
    if (name === 'grant_types' && Array.isArray(value))
      return [[name, value.filter((each) => isAsked(each, grantTypes))]];
    return [[name, inWords(value)]];
  });
  return Object.fromEntries(members);
}

/** Who knows grants of an extension asks for those that the server lists (VS Code). */
const isAsked = (grant: unknown, listed: readonly string[] | undefined): boolean =>
  !String(grant).includes(':') || listed === undefined || listed.includes(String(grant));

function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => chosen[name] ?? 'granthouse-doctor');
}
