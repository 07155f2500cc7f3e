/** Where clients register here, and what a host would ask for there. */
import type { AuthorizationServerMetadata } from '@granthouse/protocol';
import type { Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { unlessOAuth } from '../resource-metadata.ts';

export interface RegistrationAt {
  readonly endpoint: string;
  readonly server: AuthorizationServerMetadata;
  readonly scopes: readonly string[];
}

/** Undefined where the authorization server offers no registration, or isn't known. */
export function registrationAt({ learned }: Probe): RegistrationAt | undefined {
  const [server] = learned.servers ?? [];
  if (server?.registration_endpoint === undefined) return undefined;
  return { endpoint: server.registration_endpoint, server, scopes: learned.resourceMetadata?.scopes_supported ?? [] };
}

export function offersNone(probe: Probe): string | undefined {
  const { way, servers } = probe.learned;
  if (way === 'open' || way === 'credential') return unlessOAuth(probe);
  if (!servers) return 'what an authorization server offers could not be read';
  return registrationAt(probe) ? undefined : 'the authorization server offers no registration';
}

/** Then a refusal says nothing about what was sent. */
export function registersNobody(probe: Probe): string | undefined {
  const { registrationClosed } = probe.learned;
  const closed = registrationClosed === undefined ? undefined : `no client is registered: ${registrationClosed}`;
  return offersNone(probe) ?? closed;
}

/** `left`: of the registrations. */
export function slowedDown(left: number): Found[] {
  if (left === 0) return [];
  const seen = `the server answered 429, so that ${left} registrations were not tried`;
  const remedy = 'Ask for fewer hosts at once, or later.';
  return [
    { seen, expected: 'an answer to each registration', remedy, fault: 'authorization-server', severity: 'note' },
  ];
}
