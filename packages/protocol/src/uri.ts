/** Reads URIs as they are written (RFC 3986 §3) and refuses each one that a browser would read as something else. */

interface Rule {
  readonly broken: (value: string) => boolean;
  readonly problem: string;
}

const longestUri = 2048;

// `new URL` drops tabs and newlines, turns backslashes into slashes and decodes host names: all of it is refused before.
const syntaxRules: readonly Rule[] = [
  { broken: (value) => value.length > longestUri, problem: `is longer than ${longestUri} characters` },
  { broken: (value) => /[\s\p{Cc}]/u.test(value), problem: 'holds whitespace or a control character' },
  { broken: (value) => value.includes('\\'), problem: 'holds a backslash' },
  {
    broken: (value) => /[^\u0021-\u007e]/.test(value),
    problem: 'holds characters outside ASCII: write host names in punycode and everything else percent-encoded',
  },
  { broken: (value) => /["<>^`{|}]/.test(value), problem: 'holds a character that RFC 3986 does not allow' },
  { broken: (value) => /%(?![0-9a-f]{2})/i.test(value), problem: 'holds a percent sign that encodes nothing' },
  { broken: (value) => /%(?:[01][0-9a-f]|7f)/i.test(value), problem: 'holds an encoded control character' },
  { broken: (value) => !/^[a-z][a-z0-9+.-]*:./i.test(value), problem: 'is not absolute' },
  { broken: (value) => value.includes('#'), problem: 'has a fragment' },
  { broken: (value) => /^[^:]+:\/\/[^/?]*@/.test(value), problem: 'has a user name before its host' },
  { broken: (value) => !URL.canParse(value), problem: 'has no valid host and port' },
];

const webUri = /^https?:\/\/(?<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?:0|[1-9][0-9]{0,4}))?(?<path>\/[^?]*)?(?:\?|$)/i;

/** Why this is not an absolute URI without fragment and userinfo; undefined when it is one. */
export function uriProblem(value: string): string | undefined {
  return syntaxRules.find((rule) => rule.broken(value))?.problem;
}

/** Why this is not an http or https URI that reads the same to a person and to a browser; undefined when it is one. */
export function webUriProblem(value: string): string | undefined {
  const problem = uriProblem(value);
  if (problem !== undefined) return problem;
  if (!isWebScheme(schemeOf(value))) return 'is neither https nor http';
  const written = webUri.exec(value)?.groups;
  if (!written?.['host']) return 'has no valid host and port after its two slashes';
  if (hasEmptyLabel(written['host'])) return 'has a host with an empty label, as a leading or trailing dot makes one';
  const read = new URL(value);
  // 2130706433, 0x7f.1 and [::ffff:127.0.0.1] are addresses that a person reads as something else.
  if (read.hostname !== written['host'].toLowerCase()) return 'has a host that browsers read differently';
  if (read.pathname !== (written['path'] ?? '/')) return 'has dot segments in its path';
  return undefined;
}

/** The scheme of an absolute URI, in lower case and without its colon. */
export function schemeOf(absoluteUri: string): string {
  return absoluteUri.slice(0, absoluteUri.indexOf(':')).toLowerCase();
}

/** Whether the scheme is that of a web page. */
export function isWebScheme(scheme: string): boolean {
  return scheme === 'https' || scheme === 'http';
}

/** Whether this host name or address, with or without brackets, is the machine of the person (RFC 8252 §7.3, §8.3). */
export function isLoopbackHost(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]', '::1'].includes(hostname.toLowerCase());
}

function hasEmptyLabel(host: string): boolean {
  return !host.startsWith('[') && host.split('.').includes('');
}
