/** Writes and reads WWW-Authenticate challenges (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1). */
import { OAuthError, type OAuthErrorCode } from './oauth-error.ts';
import { formatScope } from './scope.ts';

/** One challenge: a scheme with named parameters, or with a single token68 (`Negotiate YWJj`). */
export interface Challenge {
  scheme: string;
  /** Names in lower case, for they are compared without case (RFC 9110 §11.2). */
  parameters: Record<string, string>;
  token68?: string;
}

interface Cursor {
  readonly header: string;
  position: number;
}

const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const token68 = /^[a-z0-9._~+/-]+=*$/i;
const headerText = /^[\u0020-\u007e]*$/;

// Sticky, so that reading takes time in proportion to the length whatever comes.
const reading = {
  separators: /[\s,]*/y,
  parameter: /([!#$%&'*+.^_`|~0-9a-z-]+)[ \t]*=[ \t]*(?:"([^"\\]*(?:\\[^][^"\\]*)*)"|([^\s,"]+))[^\s,]*/iy,
  scheme: /([!#$%&'*+.^_`|~0-9a-z-]+)(?=[\s,]|$)[ \t]*/iy,
  token68: /([a-z0-9._~+/-]+=*)[ \t]*(?=,|$)/iy,
  upToComma: /[^,]*/y,
};

/**
 * A challenge as a header value, every parameter in quotes. Throws OAuthError server_error for what no header may
 * carry: a name that is no token or comes twice, control characters, characters outside ASCII.
 */
export function writeChallenge(challenge: Challenge): string {
  const parameters = Object.entries(challenge.parameters).map(([name, value]) => writeParameter(name, value));
  const names = new Set(Object.keys(challenge.parameters).map((name) => name.toLowerCase()));
  refuseUnless(token.test(challenge.scheme), 'the scheme is no token');
  refuseUnless(names.size === parameters.length, 'a parameter comes twice');
  if (challenge.token68 === undefined) return [challenge.scheme, parameters.join(', ')].filter(Boolean).join(' ');
  refuseUnless(token68.test(challenge.token68) && parameters.length === 0, 'a token68 stands alone');
  return `${challenge.scheme} ${challenge.token68}`;
}

/**
 * The Bearer challenge of a protected resource (RFC 6750 §3, RFC 9728 §5.1). Hosts read it with narrow patterns:
 * the parameters that they look for come before the description, which holds no quote and no equals sign.
 */
export function bearerChallenge(parameters: {
  error?: OAuthErrorCode;
  scope?: readonly string[];
  resourceMetadata?: string;
  errorDescription?: string;
}): string {
  const { error, scope = [], resourceMetadata, errorDescription } = parameters;
  const written = {
    ...(error !== undefined && { error }),
    ...(scope.length > 0 && { scope: formatScope(scope) }),
    ...(resourceMetadata !== undefined && { resource_metadata: resourceMetadata }),
    ...(errorDescription !== undefined && { error_description: plainDescription(errorDescription) }),
  };
  refuseUnless(Object.keys(written).length > 0, 'a Bearer challenge needs at least one parameter');
  return writeChallenge({ scheme: 'Bearer', parameters: written });
}

/**
 * The challenges of a header value, in their order. Tolerant: what can't be read is passed over up to the next comma,
 * of a parameter that comes twice the first counts. Never throws; takes time in proportion to the length.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string>; token68?: string }[] = [];
  const cursor = { header, position: 0 };
  for (take(reading.separators, cursor); cursor.position < header.length; take(reading.separators, cursor)) {
    const [, name, quoted, plain] = take(reading.parameter, cursor) ?? [];
    if (name !== undefined) {
      const known = challenges.at(-1)?.parameters;
      const key = name.toLowerCase();
      if (known && !known.has(key)) known.set(key, plain ?? (quoted ?? '').replaceAll(/\\([^])/g, '$1'));
      continue;
    }
    const written = take(reading.scheme, cursor)?.[1];
    if (written === undefined) take(reading.upToComma, cursor);
    else challenges.push({ scheme: written, parameters: new Map(), ...readToken68(cursor) });
  }
  // Object.fromEntries makes even a parameter named __proto__ an ordinary member.
  return challenges.map((challenge) => ({ ...challenge, parameters: Object.fromEntries(challenge.parameters) }));
}

function writeParameter(name: string, value: string): string {
  refuseUnless(token.test(name), 'a parameter name is no token');
  refuseUnless(headerText.test(value), 'a parameter holds a character that no header may carry');
  return `${name.toLowerCase()}="${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function plainDescription(description: string): string {
  return description
    .replaceAll(/[^\u0020-\u007e]+|["\\=]/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

function refuseUnless(condition: boolean, problem: string): void {
  if (!condition) throw new OAuthError('server_error', `the challenge can not be written: ${problem}`);
}

function readToken68(cursor: Cursor): { token68?: string } {
  const value = take(reading.token68, cursor)?.[1];
  return value === undefined ? {} : { token68: value };
}

function take(pattern: RegExp, cursor: Cursor): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.position;
  const match = pattern.exec(cursor.header);
  if (match === null) return undefined;
  cursor.position = pattern.lastIndex;
  return match;
}
