/**
 * What a host sends becomes what is stored (RFC 7591 §2): sloppy bodies are mended, since §3.2.1 lets the server
 * replace what it was asked for; what is dangerous is refused with the member's name. Normalising twice changes nothing.
 */
import { judgeRedirectUri, OAuthError, type RedirectUriClass } from '@granthouse/protocol';
import { publicUrlProblem } from '../fetching/public-url.ts';

export type ClientMetadata = Record<string, unknown>;

export interface NormalisingPolicy {
  readonly grantTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly clientAuthenticationMethods: readonly string[];
  readonly privateUseRedirectUris: readonly string[];
  /** Whether keys may be named by their address, which the server then fetches. */
  readonly keysByAddress: boolean;
}

const most = { redirectUris: 20, nameLength: 200, contacts: 10, keys: 10, text: 2048 };

/** Members that pass; all others are ignored (RFC 7591 §2). `scope_hint` is where the asked scope is kept: advice, never a cap. */
const texts = ['software_id', 'software_version', 'scope_hint'] as const;
const pages = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'] as const;
const setByServer = ['client_id', 'client_secret', 'client_id_issued_at', 'client_secret_expires_at'] as const;
const chosen = [
  'redirect_uris',
  'application_type',
  'token_endpoint_auth_method',
  'grant_types',
  'response_types',
] as const;
const stored = [...setByServer, ...chosen, 'client_name', 'contacts', 'jwks', 'jwks_uri', ...pages, ...texts];
const read = [...stored, 'scope'];

export function normaliseClientMetadata(input: ClientMetadata, policy: NormalisingPolicy): ClientMetadata {
  const sent = picked(input, read);
  const { redirectUris, classes } = judgedRedirectUris(sent['redirect_uris'], policy);
  const method = clientAuthenticationMethod(sent, policy);
  const mended: ClientMetadata = {
    ...picked(sent, setByServer),
    redirect_uris: redirectUris,
    application_type: applicationType(sent['application_type'], classes),
    token_endpoint_auth_method: method,
    grant_types: supported(sent, 'grant_types', { offered: policy.grantTypes, fallback: policy.grantTypes }),
    response_types: supported(sent, 'response_types', {
      offered: policy.responseTypes,
      fallback: policy.responseTypes,
    }),
    client_name: displayText(sent['client_name']),
    contacts: contactsOf(sent['contacts']),
    ...(method === 'private_key_jwt' ? keysOf(sent, policy) : {}),
  };
  for (const member of pages) mended[member] = webPage(sent[member]);
  for (const member of texts) mended[member] = shortText(sent[member]);
  mended['scope_hint'] = shortText(sent['scope']) ?? mended['scope_hint'];
  return picked(mended, stored);
}

/** What a client may say of itself: its id, its secret and their dates are the server's own (RFC 7591 §3.2.1). */
export function saidByClient(members: ClientMetadata): ClientMetadata {
  const unsaid = { client_id: undefined, client_secret: undefined, client_id_issued_at: undefined };
  return { ...members, ...unsaid, client_secret_expires_at: undefined };
}

/** What has a value, by names that stand here: to copy whatever came would let a member `__proto__` speak for others. */
function picked(members: ClientMetadata, names: readonly string[]): ClientMetadata {
  const found: ClientMetadata = {};
  for (const name of names) {
    const value = members[name];
    if (value !== undefined && value !== null && value !== '') found[name] = value;
  }
  return found;
}

function judgedRedirectUris(
  value: unknown,
  policy: NormalisingPolicy,
): { redirectUris: string[]; classes: RedirectUriClass[] } {
  if (!Array.isArray(value) || value.length === 0) {
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris must be an array with at least one URI');
  }
  const redirectUris = [...new Set<unknown>(value)];
  if (redirectUris.length > most.redirectUris) {
    throw new OAuthError('invalid_redirect_uri', `redirect_uris must not have more than ${most.redirectUris} members`);
  }
  const classes = redirectUris.map((uri, index) => judged(uri, index, policy));
  return { redirectUris: redirectUris as string[], classes };
}

function judged(uri: unknown, index: number, policy: NormalisingPolicy): RedirectUriClass {
  if (typeof uri !== 'string') throw new OAuthError('invalid_redirect_uri', `redirect_uris[${index}] must be a string`);
  try {
    return judgeRedirectUri(uri, { knownUris: policy.privateUseRedirectUris });
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    throw new OAuthError('invalid_redirect_uri', `redirect_uris[${index}]: ${cause.description}`, { cause });
  }
}

/** Hosts leave it out, or say web and list a loopback URI: what the URIs are decides (RFC 8252 §8.4). */
function applicationType(value: unknown, classes: readonly RedirectUriClass[]): 'native' | 'web' {
  if (classes.some((uriClass) => uriClass !== 'https')) return 'native';
  return value === 'native' ? 'native' : 'web';
}

function clientAuthenticationMethod(sent: ClientMetadata, policy: NormalisingPolicy): string {
  const method = sent['token_endpoint_auth_method'] ?? 'client_secret_basic';
  if (typeof method !== 'string' || !policy.clientAuthenticationMethods.includes(method)) {
    const offered = policy.clientAuthenticationMethods.join(', ');
    throw new OAuthError('invalid_client_metadata', `token_endpoint_auth_method must be one of ${offered}`);
  }
  return method;
}

/** RFC 7591 §2: keys, or where they are, never both. */
function keysOf({ jwks, jwks_uri: address }: ClientMetadata, { keysByAddress }: NormalisingPolicy): ClientMetadata {
  // Fetching an address that a stranger names would let strangers probe this server's network.
  if (jwks === undefined && !keysByAddress) {
    throw new OAuthError(
      'invalid_client_metadata',
      'private_key_jwt needs jwks in the registration itself; jwks_uri is not fetched',
    );
  }
  if (address === undefined || !keysByAddress) return { jwks: judgeKeySet(jwks) };
  const problem = typeof address === 'string' ? publicUrlProblem(address) : 'is not a URL';
  if (problem !== undefined) throw new OAuthError('invalid_client_metadata', `jwks_uri ${problem}`);
  if (jwks !== undefined) throw new OAuthError('invalid_client_metadata', 'jwks and jwks_uri never come together');
  return { jwks_uri: address };
}

function supported(
  sent: ClientMetadata,
  member: string,
  { offered, fallback }: { offered: readonly string[]; fallback: readonly string[] },
): string[] {
  const value = sent[member];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [...fallback];
  const kept = Array.isArray(value) ? offered.filter((entry) => value.includes(entry)) : [];
  if (kept.length === 0)
    throw new OAuthError('invalid_client_metadata', `${member} must include ${offered.join(' or ')}`);
  return kept;
}

/** Public members alone, all of them text: a private half that a client sends by mistake is not kept (RFC 7517 §4). */
export function judgeKeySet(value: unknown): { keys: Record<string, string>[] } {
  const keys = (value as { keys?: unknown } | undefined)?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > most.keys) {
    throw new OAuthError('invalid_client_metadata', `jwks must hold 1 to ${most.keys} keys`);
  }
  return { keys: keys.map((key) => textMembers(key, ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'])) };
}

function textMembers(value: unknown, names: readonly string[]): Record<string, string> {
  const members = picked(Object(value) as ClientMetadata, names);
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, text]) => (shortText(text) === undefined ? [] : [[name, String(text)]])),
  );
}

/** A name is a claim that people read; how it is shown safely is the pages' concern, here it only gets a bound. */
function displayText(value: unknown): string | undefined {
  return typeof value === 'string' ? Array.from(value).slice(0, most.nameLength).join('').toWellFormed() : undefined;
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= most.text ? value.toWellFormed() : undefined;
}

function webPage(value: unknown): string | undefined {
  const text = shortText(value);
  if (text === undefined || !URL.canParse(text)) return undefined;
  return ['https:', 'http:'].includes(new URL(text).protocol) ? text : undefined;
}

function contactsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const contacts = value.filter(
    (entry): entry is string => typeof entry === 'string' && /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/.test(entry),
  );
  return contacts.length > 0 ? contacts.slice(0, most.contacts) : undefined;
}
