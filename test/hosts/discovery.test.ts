/** What each host asks of a server before it goes on: a challenge to its first request, and metadata that pass its checks. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hostProfiles, type HostProfile } from '@granthouse/host-profiles';
import {
  parseChallenges,
  type AuthorizationServerMetadata,
  type ProtectedResourceMetadata,
} from '@granthouse/protocol';
import { startHostsHouse, type HostsHouse } from './house.ts';

interface Found {
  readonly challenge: Readonly<Record<string, string>>;
  readonly resource: ProtectedResourceMetadata;
  readonly server: AuthorizationServerMetadata;
}

let house: HostsHouse;
beforeAll(async () => {
  house = await startHostsHouse();
});
afterAll(() => house.close());

/** The first request of a host, and the documents that its answer leads to; a host that knows no challenge begins at the root. */
async function discover({ discovery, http }: HostProfile): Promise<Found> {
  const agent = http.user_agent ?? 'node';
  const headers = agent.includes('{{') ? {} : { 'user-agent': agent };
  const method = discovery.first_request === 'GET {mcp}' ? 'GET' : 'POST';
  const first = await fetch(house.resource, { method, headers });
  expect(first.status).toBe(401);
  const [challenge] = parseChallenges(first.headers.get('www-authenticate') ?? '');
  const parameters = challenge?.parameters ?? {};
  const fallback = `${house.base}/.well-known/oauth-protected-resource`;
  const at = discovery.uses_challenge === 'no' ? fallback : (parameters['resource_metadata'] ?? '');
  const resource = (await (await fetch(at, { headers })).json()) as ProtectedResourceMetadata;
  const issuer = resource.authorization_servers?.[0] ?? '';
  const server = (await (
    await fetch(`${issuer}/.well-known/oauth-authorization-server`, { headers })
  ).json()) as AuthorizationServerMetadata;
  return { challenge: parameters, resource, server };
}

/** By what a host is known to check, or to need before it uses its document; what is unknown counts as checked. */
function checksOf({ registration, discovery }: HostProfile, { challenge, resource, server }: Found) {
  const needs = {
    client_id_metadata_document_supported: server.client_id_metadata_document_supported === true,
    'auth-method-none': server.token_endpoint_auth_methods_supported?.includes('none') === true,
    iss: server.authorization_response_iss_parameter_supported === true,
  };
  return {
    ...Object.fromEntries(registration.cimd.requires.map((need) => [need, needs[need as keyof typeof needs]])),
    challenge: discovery.uses_challenge === 'no' || challenge['resource_metadata']?.startsWith(house.base) === true,
    issuer: server.issuer === resource.authorization_servers?.[0],
    resource: resource.resource === house.resource,
    registration: registration.dcr.use === 'no' || server.registration_endpoint !== undefined,
    s256: server.code_challenge_methods_supported?.join() === 'S256',
  };
}

/** Of whom nothing is known here, nothing is shown. */
function isKnown({ registration, discovery }: HostProfile): boolean {
  const known = [discovery.first_request, discovery.uses_challenge].filter((fact) => fact !== 'unknown');
  return known.length + registration.cimd.requires.length > 0 && !registration.preference.includes('none');
}

const rows = hostProfiles()
  .filter(isKnown)
  .map((host) => [host.id, host.discovery.confidence ?? host.confidence, host] as const);

it.each(rows)('HOST-21, HOST-22, HOST-27: %s finds what it needs (%s)', async (_id, _confidence, host) => {
  const checks = checksOf(host, await discover(host));
  expect(Object.entries(checks).filter(([, isMet]) => !isMet)).toEqual([]);
});
