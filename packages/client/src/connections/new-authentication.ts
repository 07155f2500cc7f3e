/** How a server is signed in to, as somebody typed it: header names, a key, values, a client of one's own. */
import type { Authentication, Ownership } from './connection-record.ts';
import type { NewAuthentication } from './connections.ts';
import { headerNameProblem, headerValueProblem } from '../credentials/header-fields.ts';
import type { Problems } from './field-problems.ts';
import type { GivenSecret } from './stored-credential.ts';

export interface JudgedAuthentication {
  readonly authentication: Authentication;
  /** What everyone will use. */
  readonly secret?: GivenSecret;
  readonly clientSecret?: string;
}

export function judgeAuthentication(
  wanted: NewAuthentication,
  ownership: Ownership,
): { found: JudgedAuthentication; problems: Problems } {
  if (wanted.kind === 'none') return { found: { authentication: { kind: 'none' } }, problems: {} };
  if (wanted.kind === 'oauth') return judgeOAuth(wanted);
  const authentication = withoutSecrets(wanted);
  const names = authentication.kind === 'headers' ? authentication.names : [authentication.header];
  const problems = headerProblems(names, authentication.kind === 'headers' ? 'names' : 'header');
  const given = givenOf(wanted);
  if (given === undefined) return { found: { authentication }, problems };
  if (ownership === 'personal') {
    const why = 'With personal credentials, everyone gives their own after it is added.';
    return { found: { authentication }, problems: { ...problems, [fieldOf(given)]: why } };
  }
  const { secret, problems: others } = judgeGiven(authentication, given);
  return { found: { authentication, secret }, problems: { ...problems, ...others } };
}

type KeyOrHeaders = Extract<NewAuthentication, { kind: 'api-key' | 'headers' }>;
export type Given = { readonly key: string } | { readonly values: Readonly<Record<string, string>> };

const fieldOf = (given: Given) => ('key' in given ? 'key' : 'values');

function withoutSecrets(wanted: KeyOrHeaders): Extract<Authentication, { kind: 'api-key' | 'headers' }> {
  if (wanted.kind === 'headers') return { kind: 'headers', names: wanted.names.map((name) => name.trim()) };
  return { kind: 'api-key', header: wanted.header?.trim() || 'Authorization' };
}

/** A field that was left empty gives nothing. */
function givenOf(wanted: KeyOrHeaders): Given | undefined {
  if (wanted.kind === 'api-key') return wanted.key ? { key: wanted.key } : undefined;
  const isGiven = Object.values(wanted.values ?? {}).some((value) => value !== '');
  return wanted.values && isGiven ? { values: wanted.values } : undefined;
}

const mostHeaders = 10;

function headerProblems(names: readonly string[], field: string): Problems {
  if (names.length === 0 || names.length > mostHeaders) return { [field]: `Name 1 to ${mostHeaders} headers.` };
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    return { [field]: 'Name each header once.' };
  const problem = names.map(headerNameProblem).find((each) => each !== undefined);
  return problem === undefined ? {} : { [field]: problem };
}

/** A key, or a value for each header and no other. */
export function judgeGiven(authentication: Authentication, given: Given): { secret: GivenSecret; problems: Problems } {
  if ('key' in given) {
    const key = given.key.trim();
    const problem = authentication.kind === 'api-key' ? headerValueProblem(key) : 'This connection takes no key.';
    return { secret: { key }, problems: problem === undefined ? {} : { key: problem } };
  }
  if (authentication.kind !== 'headers') {
    return { secret: { values: {} }, problems: { values: 'This connection takes no header values.' } };
  }
  const typed = new Map(Object.entries(given.values));
  const values = authentication.names.map((name) => [name, (typed.get(name) ?? '').trim()] as const);
  const wrong = values.find(([, value]) => headerValueProblem(value) !== undefined);
  const problems = wrong ? { values: `${wrong[0]}: ${headerValueProblem(wrong[1]) ?? ''}` } : {};
  return { secret: { values: Object.fromEntries(values) }, problems };
}

function judgeOAuth(wanted: Extract<NewAuthentication, { kind: 'oauth' }>) {
  const { clientId, issuer, clientSecret } = wanted;
  const [id, whose, secret] = [clientId, issuer, clientSecret].map((text) => text?.trim() || undefined);
  const problems: Problems = {};
  if (id !== undefined && headerValueProblem(id) !== undefined) problems['clientId'] = headerValueProblem(id) ?? '';
  if (secret !== undefined && id === undefined) problems['clientId'] = 'A client secret belongs to a client id.';
  if (whose !== undefined && id === undefined)
    problems['clientId'] = 'An authorization server is named beside a client id.';
  if (id !== undefined && !isIssuer(whose)) problems['issuer'] = issuerWanted;
  if (secret !== undefined && headerValueProblem(secret) !== undefined)
    problems['clientSecret'] = headerValueProblem(secret) ?? '';
  const own = id !== undefined && whose !== undefined && { clientId: id, issuer: whose };
  const authentication: Authentication = { kind: 'oauth', ...own };
  return { found: { authentication, ...(secret !== undefined && { clientSecret: secret }) }, problems };
}

const issuerWanted =
  'Name the authorization server that gave you the client ID by its whole address, such as https://login.example.com.';

/** RFC 8414 §2: no query, no fragment. Where it may lead is judged when it is asked. */
function isIssuer(text = ''): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && !/[?#\s]/.test(text) && username + password === '';
}
