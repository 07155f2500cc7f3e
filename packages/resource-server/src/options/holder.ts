/** Whose a key or a set of headers is: as the options list it, or as a function of the builder's says it. */
import { z } from 'zod';
import { scopeToken } from './scope-token.ts';

export interface CredentialHolder {
  clientId: string;
  /** The person or system for whom it acts: the client by default. */
  subject?: string | undefined;
  /** The resource's required scopes by default. */
  scopes?: readonly string[] | undefined;
  /** Seconds since the epoch; it doesn't expire by default. */
  expiresAt?: number | undefined;
}

/** Nothing is said of what isn't known here. */
export type Answered = CredentialHolder | null | undefined;

export const holderMembers = {
  clientId: z.string().min(1),
  subject: z.string().min(1).optional(),
  scopes: z.array(scopeToken).optional(),
  expiresAt: z.number().max(99_999_999_999, 'give seconds since the epoch, not milliseconds').optional(),
};
