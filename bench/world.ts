/** What every server of the benchmarks stands for: one resource, one issuer, one kind of client (RFC 8707 §2, RFC 7591 §2). */

/** Reached by its name in the Host header, so that a server may listen on any port. */
export const resource = 'https://orders.example.com/mcp';
export const issuer = 'https://login.example.com';
export const scope = 'orders:read';
export const callback = 'http://127.0.0.1:7777/callback';

/** Seconds; longer than a run. */
export const lifetimes = { accessToken: 3600, authorizationCode: 600, refreshToken: 86_400, authorization: 86_400 };

/** What a host registers; the number makes each one a different client. */
export function clientMetadata(number: number) {
  return {
    client_name: `Bench client ${number}`,
    redirect_uris: [callback],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  };
}
