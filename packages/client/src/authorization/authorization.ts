/** What a client keeps of one person's consent at one server: bound to issuer, resource and redirect URI (CL-8, CL-14). */
import type { RegisteredClient } from '../registration/registered-client.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since the epoch; absent where the server doesn't say. */
  readonly expiresAt?: number;
  /** Granted; absent where the server doesn't say. */
  readonly scope?: readonly string[];
}

/** JSON; every member that is secret is inside it, so that it is sealed whole. */
export interface Authorization {
  readonly issuer: string;
  readonly resource: string;
  readonly client: RegisteredClient;
  /** What the sign-in asked for, granted or not: a step-up never asks for the same twice (CL-11). */
  readonly requested: readonly string[];
  readonly tokens: Tokens;
  /** What the server said when it refused to renew it, such as `invalid_grant`: nothing but a sign-in helps. */
  readonly ended?: string;
}
