/** How far proofs of possession go: every resource that takes access tokens takes bound ones (RFC 9449 §7). */
import { z } from 'zod';

/** A proof that was found to be good, once. */
export interface SeenProof {
  /** A hash of its key and its `jti`: the same for the same proof alone. */
  readonly id: string;
  /** The thumbprint of its key (RFC 7638). */
  readonly key: string;
  /** The issuer and the subject of the token that it came with, in one text. */
  readonly holder: string;
  /** Milliseconds since the epoch: until then it would be good again. */
  readonly expiresAt: number;
}

/** Remembers a proof until it expires; false when it is remembered already. Looking and writing must be one step. */
export type RememberProof = (proof: SeenProof) => boolean | Promise<boolean>;

export interface DpopOptions {
  /** Takes access tokens with a proof alone, and none as Bearer. */
  required?: boolean | undefined;
  /**
   * 32 random characters or more, the same on every instance: each proof must then hold a nonce that is made of it, so
   * that none can be made in advance, and a caller's clock doesn't matter (RFC 9449 §9). Callers ask twice for their first.
   */
  nonceSecret?: string | undefined;
  /** Where several instances share what they have seen. By default each remembers its own, and takes a proof that another one took. */
  remember?: RememberProof | undefined;
}

export const dpop = z
  .strictObject({
    required: z.boolean().default(false),
    nonceSecret: z.string().min(32, 'give 32 random characters or more, the same on every instance').optional(),
    remember: z
      .custom<RememberProof>((value) => typeof value === 'function', 'give a function that takes a proof')
      .optional(),
  })
  .prefault({});
