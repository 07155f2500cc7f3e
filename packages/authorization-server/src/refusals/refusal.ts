/** A refusal by its code in the table: the other side's fault, with the RFC code that the table gives it. */
import { OAuthError } from '@granthouse/protocol';
import { refusals, type RefusalCode, type ThrownCode } from './table.ts';

export class Refusal extends OAuthError {
  readonly reason: ThrownCode;

  /** `description` goes over the wire; of a secret refusal it must say no more than its RFC code. */
  constructor(reason: ThrownCode, description: string, options?: { cause?: unknown }) {
    super(refusals[reason].error, description, options);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/** What it was refused for, if it or what caused it says so: the engine is thrown errors of its own classes, with ours as their cause. */
export function reasonOf(error: unknown): RefusalCode | undefined {
  if (!(error instanceof Error)) return undefined;
  return error instanceof Refusal ? error.reason : reasonOf(error.cause);
}
