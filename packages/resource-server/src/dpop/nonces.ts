/** Nonces that callers put into their proofs (RFC 9449 §9): made of the time and a secret, so that instances agree and none is stored. */
import { base64url } from 'jose';

/** Milliseconds; a nonce is good for at most three of these. */
const STEP = 120_000;

export interface Nonces {
  present(): Promise<string>;
  /** Milliseconds since the epoch until which the nonce is good; undefined for one that isn't. */
  endOf(nonce: unknown): Promise<number | undefined>;
}

export function createNonces(secret: string, { resource, now }: { resource: string; now: () => number }): Nonces {
  const encoder = new TextEncoder();
  const key = crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const made = new Map<number, Promise<string>>();

  async function make(step: number): Promise<string> {
    const mac = await crypto.subtle.sign('HMAC', await key, encoder.encode(`dpop nonce ${step} ${resource}`));
    return base64url.encode(new Uint8Array(mac)).slice(0, 24);
  }

  function nonceOf(step: number): Promise<string> {
    const known = made.get(step);
    if (known !== undefined) return known;
    for (const old of made.keys()) if (Math.abs(old - step) > 3) made.delete(old);
    const nonce = make(step);
    made.set(step, nonce);
    return nonce;
  }

  const presentStep = () => Math.floor(now() / STEP);
  return {
    present: () => nonceOf(presentStep()),
    async endOf(nonce) {
      const present = presentStep();
      // The one to come is that of an instance whose clock is ahead.
      for (const step of [present, present - 1, present + 1]) {
        if (nonce === (await nonceOf(step))) return (step + 2) * STEP;
      }
      return undefined;
    },
  };
}
