/** What lets a request in at the API: put last, for the origin that it is meant for, and never the token that came in (MCP, security best practices, token passthrough). */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isObject } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import type { CallOptions, Credentials, CredentialsOf } from '../options/calls.ts';
import type { PlannedTool } from '../plan/plan.ts';
import { ourFault, withoutWords } from './failure.ts';
import { type InboundCall, refuseInboundToken } from './inbound-token.ts';
import type { WrittenRequest } from './write/request.ts';

/** Asks for the credentials of a call and puts them. Gives them, since no answer may repeat them. Rejects with CallFailure. */
export type PutCredentials<Principal> = (
  request: WrittenRequest,
  tool: PlannedTool,
  call: InboundCall<Principal>,
) => Promise<Credentials | undefined>;

/** The platform's own: a request with another value goes elsewhere, or is read differently. */
const notOurs = /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect)$/iu;

export function createCredentials<Principal>({
  credentials,
  dangerouslyForwardInboundToken = false,
}: CallOptions<Principal>): PutCredentials<Principal> {
  const askFor = (tool: PlannedTool): CredentialsOf<Principal> | undefined =>
    typeof credentials === 'object' ? byOrigin(credentials, new URL(tool.server).origin) : credentials;

  return async (request, tool, call) => {
    const ask = askFor(tool);
    const given = ask && (await asked(() => ask(tool.operation, call.principal)));
    if (given) put(given, request);
    if (!dangerouslyForwardInboundToken) refuseInboundToken(request, call);
    return given;
  };
}

async function asked(ask: () => ReturnType<CredentialsOf<never>>): Promise<Credentials | undefined> {
  let given: unknown;
  try {
    given = await ask();
  } catch (error) {
    throw ourFault(withoutWords(error), 'credentials failed');
  }
  if (given === undefined || given === null) return undefined;
  if (!isObject(given) || Symbol.iterator in given) throw wrong('no plain object');
  for (const [name, values] of Object.entries(given)) {
    if (!['headers', 'query', 'cookies'].includes(name))
      throw wrong(`${name.slice(0, 80)}, where headers, query and cookies are known`);
    if (values === undefined) continue;
    // Headers and URLSearchParams have no members of their own: nothing would be sent.
    if (!isObject(values) || Symbol.iterator in values) throw wrong(`${name} that are no plain object`);
    for (const [each, value] of Object.entries(values)) {
      if (typeof value !== 'string') throw wrong(`${name} of which ${each.slice(0, 80)} is no text`);
    }
  }
  return given;
}

function byOrigin<T>(all: Readonly<Record<string, T>>, origin: string): T | undefined {
  return Object.hasOwn(all, origin) ? all[origin] : undefined;
}

/** One function is for one origin: whoever reads the document alone doesn't see where else a request would go. Throws OpenApiError. */
export function requireOneOrigin(
  tools: readonly PlannedTool[],
  { credentials }: Pick<CallOptions<never>, 'credentials'>,
): void {
  if (typeof credentials !== 'function') return;
  const origins = [...new Set(tools.map(({ server }) => new URL(server).origin))];
  if (origins.length < 2) return;
  throw new OpenApiError({
    path: 'credentials',
    found: `one function for ${origins.length} origins: ${origins.join(', ')}`,
    remedy: 'Give one for each, by origin: { "https://api.example.com": (operation, principal) => … }.',
  });
}

function put({ headers = {}, query, cookies }: Credentials, request: WrittenRequest): void {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name.toLowerCase(), checked(name, value));
  if (query) putQuery(request.url, query);
  if (cookies) putCookies(request.headers, cookies);
}

/** The value stays out of every error. */
function checked(name: string, value: string): string {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw wrong(`a header that no request can carry: ${name.slice(0, 80)}`);
  }
  if (notOurs.test(name)) throw wrong(`a header that belongs to the connection: ${name}`);
  return value;
}

function putQuery(url: URL, query: Readonly<Record<string, string>>): void {
  const entries = Object.entries(query);
  if (entries.length === 0) return;
  // Piece by piece: URLSearchParams would write the whole query anew, in another way than the document wants.
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !entries.some(([name]) => asRead(nameOf(pair)) === asRead(name)));
  const own = entries.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  url.search = [...kept, ...own].join('&');
}

const nameOf = (pair: string): string => new URLSearchParams(pair).keys().next().value ?? '';

/** Many servers take `API_KEY`, `api.key` and `api_key[]` for `api_key`, and then the first of them. */
const asRead = (name: string): string => (name.trim().toLowerCase().split('[')[0] ?? '').replaceAll(/[ .]/gu, '_');

function putCookies(headers: Map<string, string>, cookies: Readonly<Record<string, string>>): void {
  const entries = Object.entries(cookies);
  const wrongName = entries.find(([name, value]) => !/^[\w!#$%&'*+.^`|~-]+$/u.test(name) || !isCookieValue(value));
  if (wrongName) throw wrong(`a cookie that no request can carry: ${wrongName[0].slice(0, 80)}`);
  const kept = (headers.get('cookie') ?? '')
    .split('; ')
    .filter((pair) => pair !== '' && !entries.some(([name]) => pair.startsWith(`${name}=`)));
  headers.set('cookie', [...kept, ...entries.map(([name, value]) => `${name}=${value}`)].join('; '));
}

/** RFC 6265 §4.1.1. */
const isCookieValue = (value: string) => /^[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]*$/u.test(value);

const wrong = (what: string) => ourFault(new Error(`credentials gave ${what}`), 'credentials failed');
