/** A refusal of what came under the DPoP scheme: its challenge says so, and may bring a nonce (RFC 9449 §7.1, §9). */
import { OAuthError } from '@granthouse/protocol';
import { reasonOf, Refusal, type RefusalReason } from '../refusal.ts';

export class DpopRefusal extends Refusal {
  /** For the caller's next proof. */
  readonly nonce: string | undefined;

  constructor(reason: RefusalReason, description: string, options: { cause?: unknown; nonce?: string } = {}) {
    super(reason, description, options);
    this.name = 'DpopRefusal';
    this.nonce = options.nonce;
  }
}

/** What is wrong with the token itself, as the refusal of a call that brought it under the DPoP scheme. */
export function underDpop(error: unknown): unknown {
  if (!(error instanceof OAuthError) || error instanceof DpopRefusal) return error;
  return new DpopRefusal(reasonOf(error), error.description, { cause: error });
}
