/**
 * The signing key as the engine holds it: one entry of its key store that signs with whichever key is current, so that
 * a rotation needs no other engine. The engine reads `kid` and calls `sign` in one turn, so both are of one key.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { ExternalSigningKey } from 'oidc-provider';
import { es256Signature } from './es256-signature.ts';
import type { SigningKeys } from './signing-keys.ts';

export class EngineKey extends ExternalSigningKey {
  readonly #keys: Pick<SigningKeys, 'current'>;

  constructor(keys: Pick<SigningKeys, 'current'>) {
    super();
    this.#keys = keys;
  }

  override get alg(): 'ES256' {
    return 'ES256';
  }

  override get kid(): string {
    return this.#keys.current().kid;
  }

  override keyObject(): KeyObject {
    return createPublicKey(this.#keys.current().privateKey);
  }

  override sign(data: Uint8Array): Buffer {
    return es256Signature(data, this.#keys.current().privateKey);
  }
}
