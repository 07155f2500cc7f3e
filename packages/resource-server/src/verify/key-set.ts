/** The public keys of one issuer, from the JWK Set that its metadata names (RFC 7517 §5, RFC 9068 §4). */
import { createLocalJWKSet, errors, type JWSHeaderParameters } from 'jose';
import { z } from 'zod';
import { platform, type SignatureCheck } from '../platform/platform.ts';
import { keepDocument, type KeepingRules } from './kept-document.ts';

/** One version of a key set: the same object as long as the keys are the same. */
export interface KeySetVersion {
  readonly text: string;
  /** The check by the one key that the header is for. Throws an error of jose when there is none or more than one. */
  select(header: JWSHeaderParameters): Promise<SignatureCheck>;
}

export interface KeySet {
  /** The present version. Throws OAuthError `temporarily_unavailable` when it can't be known. */
  read(): Promise<KeySetVersion>;
  /**
   * The version that has the key of this token; read again when the key is unknown, at most once per cool-down.
   * Throws an error of jose when there is none.
   */
  find(header: JWSHeaderParameters): Promise<{ version: KeySetVersion; isSigned: SignatureCheck }>;
}

const jsonWebKeySetSchema = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** Follows the key set that `load` reads. */
export function followKeySet(
  load: () => Promise<unknown>,
  rules: KeepingRules,
  onTrouble: (error: unknown) => void,
): KeySet {
  const kept = keepDocument<KeySetVersion>(async (previous) => nextVersion(await load(), previous), rules, onTrouble);
  return {
    read: kept.read,
    async find(header) {
      const version = await kept.read();
      try {
        return { version, isSigned: await version.select(header) };
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        const newer = await kept.readAgain();
        if (newer === version) throw error;
        return { version: newer, isSigned: await newer.select(header) };
      }
    },
  };
}

function nextVersion(document: unknown, previous: KeySetVersion | undefined): KeySetVersion {
  const { keys } = jsonWebKeySetSchema.parse(document);
  // The order says nothing, so a server that shuffles its keys doesn't make every remembered token look old.
  const text = JSON.stringify(keys.map((key) => JSON.stringify(key)).toSorted());
  return text === previous?.text ? previous : { text, select: createSelection(keys) };
}

/** Only keys that were found are remembered, so there are no more of them than the set has. */
function createSelection(keys: { kty: string }[]): KeySetVersion['select'] {
  const keySet = createLocalJWKSet({ keys });
  const checks = new Map<string, SignatureCheck>();
  return async (header) => {
    const { alg = '', kid } = header;
    const name = JSON.stringify([alg, kid]);
    const known = checks.get(name);
    if (known !== undefined) return known;
    const check = platform.signatureCheck(alg, await keySet(header));
    checks.set(name, check);
    return check;
  };
}
