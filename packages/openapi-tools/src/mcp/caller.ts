/** Who calls, as the tools may know it: what the guard verified, without the token, which belongs to the MCP server alone (MCP, security best practices, token passthrough). */

/** As both lines of the MCP SDK hand it to handlers. */
export interface AuthInfo {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: number;
  readonly resource?: URL;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type Caller<Auth extends AuthInfo = AuthInfo> = Omit<Auth, 'token'>;

export function callerOf<Auth extends AuthInfo>({ token: _stays, ...caller }: Auth): Caller<Auth> {
  return caller;
}
