/** What a host says instead of connecting: one code for each thing that a person or a program does next. */

/**
 * - `not_allowed`: our own policy: an address, a scheme, a header or an option that is never used
 * - `unreachable`: no name, no connection, no trusted certificate
 * - `timed_out`, `too_large`: the other side took longer, or said more, than anybody has to bear
 * - `redirected`: the other side sends elsewhere, where no credential follows
 * - `not_mcp`: something answers, and it doesn't speak MCP over Streamable HTTP
 * - `metadata_missing`, `metadata_invalid`: discovery found nothing, or found what can't be used (RFC 9728, RFC 8414)
 * - `client_needed`: the server takes only clients that it was told of: an id must be given (RFC 7591)
 * - `registration_refused`: the server refused this client's registration
 * - `sign_in_needed`: a person has to sign in, for the first time or again
 * - `sign_in_refused`: the person or the server said no
 * - `response_mismatch`: an answer that belongs to another attempt, browser or server (RFC 9207, RFC 9700 §4.4)
 * - `client_unknown`: the server has forgotten this client (`invalid_client`)
 * - `token_refused`: the token endpoint said no, or said nonsense
 * - `credential_refused`: the key, the headers or the token were refused
 * - `forbidden`: the credential is known and this isn't allowed
 * - `tool_failed`: the server could not do what was asked
 */
export type ClientErrorCode =
  | 'not_allowed'
  | 'unreachable'
  | 'timed_out'
  | 'too_large'
  | 'redirected'
  | 'not_mcp'
  | 'metadata_missing'
  | 'metadata_invalid'
  | 'client_needed'
  | 'registration_refused'
  | 'sign_in_needed'
  | 'sign_in_refused'
  | 'response_mismatch'
  | 'client_unknown'
  | 'token_refused'
  | 'credential_refused'
  | 'forbidden'
  | 'tool_failed';

export interface ClientErrorDetails {
  /** Where it happened, without query. */
  readonly url?: string;
  /** The status of the answer, where there was one. */
  readonly status?: number;
  /** The code of the other side, such as `invalid_grant`. */
  readonly error?: string;
  /** Whose the client is that was given, where a resource names another issuer: it is shown to no other (CL-8). */
  readonly clientIssuer?: string;
  /** Scopes that a sign-in has to ask for (RFC 6750 §3.1). */
  readonly scope?: readonly string[];
  readonly cause?: unknown;
}

/** What went wrong, in words for people; never holds a secret, nor what a stranger's server answered at length. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;
  readonly details: Omit<ClientErrorDetails, 'cause'>;

  constructor(code: ClientErrorCode, message: string, { cause, ...details }: ClientErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
