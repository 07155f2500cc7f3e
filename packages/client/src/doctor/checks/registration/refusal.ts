/** Which part of a host's registration is refused: a redirect URI, the class that it makes without application_type, or another member (RFC 7591 §2, RFC 8252 §7). */
import { isLoopbackHost, printableJson } from '@granthouse/protocol';
import type { Probe } from '../../probe.ts';
import type { HostRegistration } from './host-registrations.ts';
import type { RegistrationAt } from './registration-at.ts';
import { tryRegistration, type Tried } from './try-registration.ts';

export interface Refusal {
  /** The redirect URI, or the members as JSON, where they are to blame. */
  readonly part?: string;
  /** No client at all is registered here. */
  readonly isOfAll?: true;
  readonly remedy: string;
}

/** Tries the same with less of it, until it is accepted or nothing is left. */
export async function refusalOf(sent: HostRegistration, at: RegistrationAt, probe: Probe): Promise<Refusal> {
  const ask = (metadata: object) => tryRegistration(at.endpoint, { metadata }, probe);
  const plain = await ask({ ...least, redirect_uris: ['https://host.example/callback'] });
  // Whoever is asked to slow down learns no more.
  if (plain.exchange.status === 429) return { remedy: unnamed };
  if (isClosed(plain)) return { isOfAll: true, remedy: closed };
  for (const uri of sent.redirectUris) {
    const alone = { ...least, redirect_uris: [uri] };
    const tried = await ask(alone);
    if (tried.accepted) continue;
    if (tried.exchange.status === 429) return { remedy: unnamed };
    if (tried.answered === plain.answered && tried.error !== 'invalid_redirect_uri')
      return { isOfAll: true, remedy: anything };
    const isApp = !uri.startsWith('https:') && sent.metadata['application_type'] !== 'native';
    const isNative = isApp && (await ask({ ...alone, application_type: 'native' })).accepted;
    return { part: uri, remedy: isNative ? inferNative : remedyFor(uri) };
  }
  return refusedMembers(sent, ask);
}

async function refusedMembers(
  { metadata, redirectUris }: HostRegistration,
  ask: (metadata: object) => Promise<Tried>,
): Promise<Refusal> {
  for (const [name, value] of Object.entries(metadata)) {
    const { [name]: _left, ...rest } = metadata;
    if (name === 'redirect_uris' || !(await ask(rest)).accepted) continue;
    return without({ [name]: value });
  }
  const base = { ...least, redirect_uris: redirectUris };
  if (!(await ask(base)).accepted) return { remedy: mixed };
  const refused: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(metadata)) {
    if (!(await ask({ ...base, [name]: value })).accepted) refused[name] = value;
  }
  return Object.keys(refused).length > 0 ? without(refused) : { remedy: unnamed };
}

function without(members: object): Refusal {
  const part = printableJson(members);
  // A list is refused for something in it, and a word for being empty; else any value of the member is, and hosts have values of their own.
  const isOfValue = Object.values(members).some((value) => typeof value === 'object' || value === '');
  const what = isOfValue ? part : Object.keys(members).join(' and ');
  return { part, remedy: `Register the client without ${what} instead of refusing it for that (RFC 7591 §2).` };
}

const unnamed = 'Mend what the answer names.';
const mixed = 'Judge each redirect URI of a client by itself: they may be of several classes.';

export const least = {
  client_name: 'Granthouse doctor',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

const isClosed = ({ exchange: { status } }: Tried) => status === 401 || status === 403;

const closed = 'Take registrations without an initial access token: no host has one.';
const anything = 'Mend what the answer names: no client at all is registered here.';
const inferNative =
  'Take a client as native when one of its redirect URIs is loopback or private-use, whatever application_type it says.';

function remedyFor(uri: string): string {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:') return 'Take https redirect URIs of clients that register themselves.';
  if (protocol === 'http:' && isLoopbackHost(hostname)) {
    return 'Take http redirect URIs on 127.0.0.1, [::1] and localhost, with any port (RFC 8252 §7.3).';
  }
  return `Take ${uri}, exactly as it is, among the redirect URIs of an app (RFC 8252 §7.1).`;
}
