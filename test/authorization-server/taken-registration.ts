/** What every client that registered has to be, whatever was sent: found without the code under test (RFC 7591 §2, RFC 8252 §7). */
import { knownUris } from './any-body.ts';

type Members = Readonly<Record<string, unknown>>;

const texts = ['software_id', 'software_version', 'client_uri', 'logo_uri', 'tos_uri', 'policy_uri'];
const scopes = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  'orders:read',
  'orders:write',
  'refunds:write',
]);
const asserted = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'];

const asText = (value: unknown) => (typeof value === 'string' ? value : '');

const asList = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);

/** Each rule that the client breaks; none, when it may be a client. */
export function faultsOf(client: Members, sent: Members): string[] {
  const method = String(client['token_endpoint_auth_method']);
  const uris = asList(client['redirect_uris']) as string[];
  const isNative = uris.some((uri) => !/^https:/i.test(uri));
  const rules: Readonly<Record<string, boolean>> = {
    'holds nothing empty': !holdsNothing(client),
    'has the redirect URIs as they were sent': sameList(uris, [...new Set(asList(sent['redirect_uris']))]),
    'has at most 20 redirect URIs': uris.length > 0 && uris.length <= 20,
    'has no dangerous redirect URI': uris.every(isHarmless),
    'is native where a redirect URI is': !isNative || client['application_type'] === 'native',
    'redeems codes': asList(client['grant_types']).includes('authorization_code'),
    'has no other grants': asList(client['grant_types']).every((type) =>
      ['authorization_code', 'refresh_token'].includes(String(type)),
    ),
    'has codes alone': sameList(asList(client['response_types']), ['code']),
    'has a known method': ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'].includes(method),
    'has a secret exactly where its method needs one':
      method.startsWith('client_secret') === (client['client_secret'] !== undefined),
    'has keys exactly where its method needs them': (method === 'private_key_jwt') === (client['jwks'] !== undefined),
    'holds no private key': keysOf(client).every((key) => asserted.every((name) => !(name in key))),
    'names no address of keys': client['jwks_uri'] === undefined,
    'has known scopes alone':
      client['scope'] === undefined ||
      asText(client['scope'])
        .split(' ')
        .every((scope) => scopes.has(scope)),
    'has a short name': Array.from(asText(client['client_name'])).length <= 200,
    'has short texts': texts.every((name) => asText(client[name]).length <= 2048),
    'has few contacts': asList(client['contacts']).length <= 10,
    'is bounded': JSON.stringify(client).length < 90_000,
    'has no half of a character':
      JSON.stringify(client) === JSON.stringify(client).toWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(client)),
  };
  return Object.keys(rules).filter((rule) => rules[rule] === false);
}

const keysOf = ({ jwks }: Members) => asList((jwks as { keys?: unknown } | undefined)?.keys) as object[];

const sameList = (one: readonly unknown[], other: readonly unknown[]) => JSON.stringify(one) === JSON.stringify(other);

function holdsNothing(value: unknown): boolean {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true;
  return typeof value === 'object' && Object.values(value).some(holdsNothing);
}

function isHarmless(uri: string): boolean {
  const { protocol, hostname, username, password, hash } = new URL(uri);
  if (username || password || hash || /[\s\\*#]/.test(uri)) return false;
  if (protocol === 'https:') return true;
  if (protocol === 'http:') return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return knownUris.includes(uri) || /^[a-z][\w-]*(?:\.[\w-]+)+:$/i.test(protocol);
}
