/** Where clients register here, and what a host would ask for there. */
import type { AuthorizationServerMetadata } from '@granthouse/protocol';
import type { Probe } from '../../probe.ts';

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

export const offersNone = (probe: Probe): string | undefined =>
  registrationAt(probe) ? undefined : 'the authorization server offers no registration';
