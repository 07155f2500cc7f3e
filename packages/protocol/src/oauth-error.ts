/** What the other side did wrong, in a registered code: RFC 6749 §4.1.2.1 and §5.2 and the RFCs that extend them. */

const statusByCode = {
  // RFC 6749 §4.1.2.1 and §5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  invalid_scope: 400,
  access_denied: 400,
  server_error: 500,
  temporarily_unavailable: 503,
  // RFC 6750 §3.1
  invalid_token: 401,
  insufficient_scope: 403,
  // RFC 7009 §2.2.1
  unsupported_token_type: 400,
  // RFC 7591 §3.2.2
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  invalid_software_statement: 400,
  unapproved_software_statement: 400,
  // RFC 8628 §3.5
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  // RFC 8707 §2
  invalid_target: 400,
  // RFC 9101 §6 and §7, RFC 9126 §2.3
  invalid_request_uri: 400,
  invalid_request_object: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  // RFC 9449 §5 and §8: the status of the token endpoint; a resource server answers these with 401 (§7.1, §9)
  invalid_dpop_proof: 400,
  use_dpop_nonce: 400,
  // OpenID Connect Core 1.0 §3.1.2.6
  interaction_required: 400,
  login_required: 400,
  consent_required: 400,
  account_selection_required: 400,
} as const;

/** A code of the OAuth Extensions Error Registry that Granthouse sends or understands. */
export type OAuthErrorCode = keyof typeof statusByCode;

/**
 * What the other side did wrong; may go over the wire, so the description holds no secret and nothing that was sent.
 * Characters that RFC 6749 §5.2 doesn't permit in `error_description` are replaced; the cause stays on this side.
 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string;

  constructor(code: OAuthErrorCode, description: string, options?: { cause?: unknown }) {
    const permitted = permittedDescription(description);
    super(permitted, options);
    this.name = 'OAuthError';
    this.code = code;
    this.description = permitted;
  }

  /** The HTTP status of an answer that carries this error as JSON. */
  get status(): number {
    return statusByCode[this.code];
  }

  /** The JSON members of an error answer (RFC 6749 §5.2). */
  body(): { error: string; error_description: string } {
    return { error: this.code, error_description: this.description };
  }
}

function permittedDescription(description: string): string {
  return description
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replaceAll(/[^\u0020-\u007e]+/g, ' ');
}
