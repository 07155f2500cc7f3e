/** The keys by which a client proves itself: in its metadata, or at an address that it names (RFC 7591 §2). */
import { publicUrlProblem } from '../fetching/public-url.ts';
import { Refusal } from '../refusals/refusal.ts';
import { shortText } from './self-description.ts';

const mostKeys = 10;

/** Of a set that its owner keeps for whoever reads it: more than real ones have, and few enough to look at each. */
const mostSeen = 100;

/** Public members alone: a private half that a client sends by mistake is not kept. */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'];

/** RFC 7517 §5: a key of another kind is passed over. */
const keyTypes: readonly unknown[] = ['EC', 'RSA', 'OKP'];

const wanted = `jwks must hold 1 to ${mostKeys} keys of the types EC, RSA and OKP`;

export interface KeySet {
  readonly keys: Record<string, string>[];
}

/** `jwks` or `jwks_uri`, never both. Throws a Refusal. */
export function clientKeys(
  { jwks, jwks_uri: address }: { readonly jwks?: unknown; readonly jwks_uri?: unknown },
  { keysByAddress }: { readonly keysByAddress: boolean },
): { jwks: KeySet } | { jwks_uri: string } {
  // Fetching an address that a stranger names would let strangers probe this server's network.
  if (jwks === undefined && !keysByAddress) {
    refuse('private_key_jwt needs jwks in the registration itself; jwks_uri is not fetched');
  }
  if (!keysByAddress) return { jwks: few(judgeKeySet(jwks)) };
  if (address === undefined) return { jwks: judgeKeySet(jwks) };
  if (typeof address !== 'string') refuse('jwks_uri is not a URL');
  const problem = publicUrlProblem(address);
  if (problem !== undefined) refuse(`jwks_uri ${problem}`);
  if (jwks !== undefined) refuse('jwks and jwks_uri never come together');
  return { jwks_uri: address };
}

export function judgeKeySet(value: unknown): KeySet {
  const keys = (value as { keys?: unknown } | undefined)?.keys;
  const seen = Array.isArray(keys) ? keys.slice(0, mostSeen) : [];
  const known = seen.map(publicHalf).filter(({ kty }) => keyTypes.includes(kty));
  if (known.length === 0) refuse(wanted);
  return { keys: known };
}

/** Who registers chooses what to send; to leave out one of many here would refuse the client when it comes with that one. */
function few(set: KeySet): KeySet {
  return set.keys.length <= mostKeys ? set : refuse(wanted);
}

/** The engine tries each key that an assertion can be by, so it gets few: those that have the name first (RFC 7515 §4.1.4). */
export function keysToTry({ keys }: KeySet, kid: string | undefined): KeySet {
  const isNamed = (key: Record<string, string>) => Number(key['kid'] === kid);
  return { keys: keys.toSorted((one, other) => isNamed(other) - isNamed(one)).slice(0, mostKeys) };
}

function publicHalf(key: unknown): Record<string, string> {
  const members = Object(key) as Record<string, unknown>;
  const texts = publicMembers.map((name) => [name, shortText(members[name])] as const);
  return Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

function refuse(problem: string): never {
  throw new Refusal('registration.keys', problem);
}
