/**
 * What a host sends becomes what is stored (RFC 7591 §2): sloppy bodies are mended, since §3.2.1 lets the server
 * replace what it was asked for; what is dangerous is refused with the member's name. Normalising twice changes nothing.
 */
import { Refusal } from '../refusals/refusal.ts';
import { clientKeys } from './client-keys.ts';
import { isSecretMethod } from './client-secret.ts';
import { judgedRedirectUris } from './redirect-uris.ts';
import { clientName, contactsOf, shortText, webPage } from './self-description.ts';

export type ClientMetadata = Record<string, unknown>;

export interface NormalisingPolicy {
  readonly grantTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly clientAuthenticationMethods: readonly string[];
  readonly privateUseRedirectUris: readonly string[];
  /** Every scope that anybody may ask for. */
  readonly knownScopes: ReadonlySet<string>;
  /** Whether keys may be named by their address, which the server then fetches. */
  readonly keysByAddress: boolean;
}

const texts = ['software_id', 'software_version'] as const;
const pages = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'] as const;
const secret = ['client_secret', 'client_secret_expires_at'] as const;
const setByServer = ['client_id', 'client_id_issued_at', ...secret] as const;
const chosen = [
  'redirect_uris',
  'application_type',
  'token_endpoint_auth_method',
  'grant_types',
  'response_types',
] as const;

/** Of what a client says of itself, the members that are kept; all others are ignored. `scope_hint` is where the asked scope is kept: advice, never a cap. */
export const keptMembers = [
  ...chosen,
  'client_name',
  'contacts',
  'jwks',
  'jwks_uri',
  'dpop_bound_access_tokens',
  ...pages,
  ...texts,
  'scope_hint',
];
const stored = [...setByServer, ...keptMembers];
const read = [...stored, 'scope'];

/** Throws a Refusal. */
export function normaliseClientMetadata(input: ClientMetadata, policy: NormalisingPolicy): ClientMetadata {
  const sent = picked(input, read);
  const { redirectUris, isNative } = judgedRedirectUris(sent['redirect_uris'], policy.privateUseRedirectUris);
  const method = clientAuthenticationMethod(sent, policy);
  const mended: ClientMetadata = {
    ...picked(sent, isSecretMethod(method) ? setByServer : ['client_id', 'client_id_issued_at']),
    redirect_uris: redirectUris,
    application_type: isNative || sent['application_type'] === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: method,
    grant_types: grantTypes(sent, policy),
    response_types: supported(sent, 'response_types', policy.responseTypes),
    client_name: clientName(sent['client_name']),
    contacts: contactsOf(sent['contacts']),
    ...(method === 'private_key_jwt' ? clientKeys(sent, policy) : {}),
    // To say false says nothing (RFC 9449 §5.2).
    dpop_bound_access_tokens: sent['dpop_bound_access_tokens'] === true || undefined,
    scope_hint: knownPart(sent['scope'] ?? sent['scope_hint'], policy),
  };
  for (const member of pages) mended[member] = webPage(sent[member]);
  for (const member of texts) mended[member] = shortText(sent[member]);
  return picked(mended, stored);
}

/** What a client may say of itself: its id, its secret and their dates are the server's own (RFC 7591 §3.2.1), and so is the name under which its scope is kept. */
export function saidByClient(members: ClientMetadata): ClientMetadata {
  const unsaid = { client_id: undefined, client_secret: undefined, client_id_issued_at: undefined };
  return { ...members, ...unsaid, client_secret_expires_at: undefined, scope_hint: undefined };
}

/** Of a client's record, what the normaliser stored. */
export const storedPart = (record: ClientMetadata): ClientMetadata => picked(record, stored);

/** What has a value, by names that stand here: to copy whatever came would let a member `__proto__` speak for others. */
function picked(members: ClientMetadata, names: readonly string[]): ClientMetadata {
  const found: ClientMetadata = {};
  for (const name of names) {
    const value = members[name];
    if (value !== undefined && value !== null && value !== '') found[name] = value;
  }
  return found;
}

function clientAuthenticationMethod(sent: ClientMetadata, policy: NormalisingPolicy): string {
  const method = sent['token_endpoint_auth_method'] ?? 'client_secret_basic';
  if (typeof method !== 'string' || !policy.clientAuthenticationMethods.includes(method)) {
    const offered = policy.clientAuthenticationMethods.join(', ');
    throw new Refusal('registration.client_authentication', `token_endpoint_auth_method must be one of ${offered}`);
  }
  return method;
}

/** RFC 7591 §2.1: whose response type is a code redeems it, although some ask for refresh_token alone. */
function grantTypes(sent: ClientMetadata, { grantTypes: offered }: NormalisingPolicy): string[] {
  const kept = supported(sent, 'grant_types', offered);
  return offered.filter((type) => type === 'authorization_code' || kept.includes(type));
}

/** All that is offered, when nothing is said. */
function supported(
  sent: ClientMetadata,
  member: 'grant_types' | 'response_types',
  offered: readonly string[],
): string[] {
  const value = sent[member];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [...offered];
  const kept = Array.isArray(value) ? offered.filter((entry) => value.includes(entry)) : [];
  if (kept.length > 0) return kept;
  throw new Refusal(`registration.${member}`, `${member} must include ${offered.join(' or ')}`);
}

function knownPart(scope: unknown, { knownScopes }: NormalisingPolicy): string | undefined {
  if (typeof scope !== 'string') return undefined;
  return [...new Set(scope.split(' '))].filter((token) => knownScopes.has(token)).join(' ');
}
