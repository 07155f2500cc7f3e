/**
 * Signing in, as a command line and a hosted registry share it: from the address of an MCP server to an address for the
 * browser, and from what the browser brings back to an authorization. Between the two nothing lives but JSON.
 */
import type { Authorization } from '../authorization/authorization.ts';
import type { Attempt } from '../authorization/begin.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import type { ClientIdentity } from '../registration/client-identity.ts';
import type { RegisteredClient } from '../registration/registered-client.ts';

export interface SignInOptions {
  /** Its redirect URI is where the browser comes back to: on loopback, or a page of a hosted client. */
  readonly identity: ClientIdentity;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** What this person holds there, ended or not: what it was asked for is asked for again (CL-11). */
  readonly held?: Authorization;
  /** A client from an earlier sign-in, by default the one of `held`: used where issuer and redirect URI are the same (CL-8). */
  readonly known?: RegisteredClient;
  /** For a step-up: the scopes that a ClientError `forbidden` named. */
  readonly needed?: readonly string[];
}

/** JSON and secret, kept by whoever began it, found again by `state`, and good for one answer. */
export interface SignInAttempt {
  /** As the answer brings it. */
  readonly state: string;
  readonly authorization: Attempt;
  readonly identity: ClientIdentity;
  /** SHA-256 of `binding`, so that this record alone finishes nothing. */
  readonly bindingHash: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** It began because the server had forgotten the client; it doesn't happen twice. */
  readonly isSecond: boolean;
}

export interface BegunSignIn {
  /** To be opened in the person's browser. */
  readonly url: URL;
  readonly attempt: SignInAttempt;
  /** Kept by the browser that goes to `url` (a cookie), or in the process that opens it; comes back with the answer. */
  readonly binding: string;
  /** To be kept for the next sign-in, of anybody. */
  readonly client: RegisteredClient;
}

export type FinishedSignIn =
  | { readonly kind: 'signed-in'; readonly authorization: Authorization }
  /** The server had forgotten the client: it was registered anew, and the browser has to go once more. */
  | { readonly kind: 'again'; readonly begun: BegunSignIn };
