/** What may be registered as a redirect URI, and which one a request may name (RFC 8252 §7, OAuth 2.1 §2.3 and §4.1.1). */
import { OAuthError } from './oauth-error.ts';
import { isLoopbackHost, isWebScheme, schemeOf, uriProblem, webUriProblem } from './uri.ts';

/** Where a redirect leads: a web site, a port on the person's own machine, or an app that claims a scheme. */
export type RedirectUriClass = 'https' | 'loopback' | 'private-use';

/** `scheme` and `http` are refused as dangerous, `wildcard` and `malformed` because two could read it differently. */
export type RedirectUriProblem = 'malformed' | 'wildcard' | 'http' | 'scheme';

/** Why a redirect URI is refused: in words that may go over the wire, and as a kind. */
export class RedirectUriError extends OAuthError {
  readonly problem: RedirectUriProblem;

  constructor(problem: RedirectUriProblem, description: string) {
    super('invalid_redirect_uri', description);
    this.name = 'RedirectUriError';
    this.problem = problem;
  }
}

// Refused even when a list of known URIs names them: they run code, read files, or reach what no app has claimed.
const refusedSchemes =
  /^(?:about|blob|content|data|file|filesystem|javascript|vbscript|view-source|ftp|gopher|intent|jar|ldap|mailto|sms|ssh|tel|urn|wss?)$/;

// The reverse of a domain name: a first label that can be a top-level domain, then at least one more (RFC 8252 §7.1).
const reverseDomainName = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

const loopbackUri =
  /^(?<host>http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::(?<port>0|[1-9][0-9]{0,4}))?(?<rest>(?:[/?].*)?)$/i;

/**
 * Judges a redirect URI that a client wants to register; `knownUris` are exact URIs with a private-use scheme without
 * a dot that are accepted nevertheless. Throws RedirectUriError with the reason (RFC 7591 §3.2.2).
 */
export function judgeRedirectUri(uri: string, options: { knownUris?: readonly string[] } = {}): RedirectUriClass {
  refuse(uriProblem(uri));
  if (uri.includes('*')) refuse('holds a wildcard: redirect URIs are compared exactly', 'wildcard');
  if (isWebScheme(schemeOf(uri))) return judgeWebUri(uri);
  judgePrivateUseUri(uri, options.knownUris ?? []);
  return 'private-use';
}

/**
 * Whether a request may name this redirect URI: the registered one, character by character, or, for http on
 * 127.0.0.1, [::1] and localhost, the registered one with another port (RFC 8252 §7.3, §8.3).
 */
export function redirectUriMatches(registered: string, requested: string): boolean {
  if (registered === requested) return true;
  const known = readLoopbackUri(registered);
  const asked = readLoopbackUri(requested);
  return known !== undefined && asked !== undefined && known.host === asked.host && known.rest === asked.rest;
}

/** A loopback http URI without its port, of which any matches (RFC 8252 §7.3); undefined for every other URI. */
export function withoutLoopbackPort(uri: string): string | undefined {
  const read = readLoopbackUri(uri);
  return read && `${read.host}${read.rest}`;
}

function judgeWebUri(uri: string): RedirectUriClass {
  refuse(webUriProblem(uri));
  if (schemeOf(uri) === 'https') return 'https';
  if (!isLoopbackHost(new URL(uri).hostname)) {
    refuse('is http, and its host is not 127.0.0.1, [::1] or localhost', 'http');
  }
  return 'loopback';
}

function judgePrivateUseUri(uri: string, knownUris: readonly string[]): void {
  const scheme = schemeOf(uri);
  if (refusedSchemes.test(scheme)) refuse('has a scheme that is never redirected to', 'scheme');
  // Also for a known one: dot segments or an empty port would be opened in another form than was registered.
  if (new URL(uri).href.slice(scheme.length) !== uri.slice(scheme.length)) refuse('is read differently by browsers');
  if (knownUris.includes(uri)) return;
  if (!scheme.includes('.')) refuse('has a private-use scheme without a dot that is not known here', 'scheme');
  if (!reverseDomainName.test(scheme)) refuse('has a scheme that is not the reverse of a domain name', 'scheme');
  if (!uri.startsWith('/', scheme.length + 1)) refuse('has a private-use scheme that no slash follows', 'scheme');
}

function readLoopbackUri(uri: string): { host: string; rest: string } | undefined {
  const written = loopbackUri.exec(uri)?.groups;
  if (written === undefined || Number(written['port'] ?? 0) > 65_535) return undefined;
  return { host: written['host'] ?? '', rest: written['rest'] ?? '' };
}

function refuse(found: string | undefined, problem: RedirectUriProblem = 'malformed'): void {
  if (found !== undefined) throw new RedirectUriError(problem, `the redirect URI ${found}`);
}
