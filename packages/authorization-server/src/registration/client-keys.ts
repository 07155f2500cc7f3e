/** The keys by which a client proves itself: in its metadata, or at an address that it names (RFC 7591 §2). */
import { publicUrlProblem } from '../fetching/public-url.ts';
import { Refusal } from '../refusals/refusal.ts';
import { shortText } from './self-description.ts';

const mostKeys = 10;

/** Public members alone: a private half that a client sends by mistake is not kept. */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'];

/** RFC 7517 §5: a key of another kind is passed over. */
const keyTypes: readonly unknown[] = ['EC', 'RSA', 'OKP'];

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
  if (address === undefined || !keysByAddress) return { jwks: judgeKeySet(jwks) };
  if (typeof address !== 'string') refuse('jwks_uri is not a URL');
  const problem = publicUrlProblem(address);
  if (problem !== undefined) refuse(`jwks_uri ${problem}`);
  if (jwks !== undefined) refuse('jwks and jwks_uri never come together');
  return { jwks_uri: address };
}

export function judgeKeySet(value: unknown): KeySet {
  const keys = (value as { keys?: unknown } | undefined)?.keys;
  const isBounded = Array.isArray(keys) && keys.length <= mostKeys;
  const known = isBounded ? keys.map(publicHalf).filter(({ kty }) => keyTypes.includes(kty)) : [];
  if (known.length === 0) refuse(`jwks must hold 1 to ${mostKeys} keys of the types EC, RSA and OKP`);
  return { keys: known };
}

function publicHalf(key: unknown): Record<string, string> {
  const members = Object(key) as Record<string, unknown>;
  const texts = publicMembers.map((name) => [name, shortText(members[name])] as const);
  return Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

function refuse(problem: string): never {
  throw new Refusal('registration.keys', problem);
}
