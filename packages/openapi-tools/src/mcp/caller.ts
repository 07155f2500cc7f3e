/** Who calls, as the tools may know it: what the guard verified, without the token, which belongs to the MCP server alone (MCP, security best practices, token passthrough). */

/** As both lines of the MCP SDK hand it to handlers. */
export interface AuthInfo {
  /** A secret: of the person, for this MCP server and nobody else. */
  readonly token: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt?: number;
  readonly resource?: URL;
  /** Of a guard of Granthouse: `subject`, `issuer` and `claims`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export type Caller<Auth extends AuthInfo = AuthInfo> = Omit<Auth, 'token'>;

export function callerOf<Auth extends AuthInfo>({ token: _stays, ...caller }: Auth): Caller<Auth> {
  return caller;
}
