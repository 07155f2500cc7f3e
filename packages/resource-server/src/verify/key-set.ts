/** The public keys of one issuer, from the JWK Set that its metadata names (RFC 7517 §5, RFC 9068 §4). */
import { createLocalJWKSet, errors, type JWSHeaderParameters } from 'jose';
import { z } from 'zod';
import { platform, type SignatureCheck } from '../platform/platform.ts';
import { keepDocument, type KeepingRules } from './kept-document.ts';

/** One version of a key set: the same object as long as the keys are the same. */
export interface KeySetVersion {
  readonly text: string;
  /** The check by the one key that the header is for; undefined when there is none. Throws an error of jose for several. */
  select(header: JWSHeaderParameters): Promise<SignatureCheck | undefined>;
}

export interface KeySet {
  /** The present version. Throws OAuthError `temporarily_unavailable` when it can't be known. */
  read(): Promise<KeySetVersion>;
  /**
   * The version that has the key of this token; read again when the key is unknown, at most once per cool-down.
   * Undefined when there is none. Throws an error of jose when there are several.
   */
  find(header: JWSHeaderParameters): Promise<FoundKey | undefined>;
}

export interface FoundKey {
  readonly version: KeySetVersion;
  readonly isSigned: SignatureCheck;
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
      const known = await foundIn(version, header);
      if (known !== undefined) return known;
      const newer = await kept.readAgain();
      return newer === version ? undefined : foundIn(newer, header);
    },
  };
}

async function foundIn(version: KeySetVersion, header: JWSHeaderParameters): Promise<FoundKey | undefined> {
  const isSigned = await version.select(header);
  return isSigned && { version, isSigned };
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
  const kids = new Set<unknown>(keys.map((key) => ('kid' in key ? key.kid : undefined)));
  const checks = new Map<string, SignatureCheck>();
  return async (header) => {
    const { alg = '', kid } = header;
    // Told by hand, because an error for each would be most of what a flood of unknown keys costs.
    if (kid !== undefined && !kids.has(kid)) return undefined;
    const name = JSON.stringify([alg, kid]);
    const known = checks.get(name);
    if (known !== undefined) return known;
    const key = await keySet(header).catch(undefinedForNone);
    if (key === undefined) return undefined;
    const check = platform.signatureCheck(alg, key);
    checks.set(name, check);
    return check;
  };
}

function undefinedForNone(error: unknown): undefined {
  if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
}
