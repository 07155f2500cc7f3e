/** What a test knows of an identity provider: its access tokens by its documentation, and what else the same keys sign. */
import type { AuthorizationServerOptions } from '@granthouse/resource-server';

export interface WrittenToken {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
}

export interface Written {
  readonly issuer: string;
  readonly resource: string;
}

export type Write = (at: Written) => WrittenToken;
type Words = Omit<Exclude<AuthorizationServerOptions, string>, 'issuer'>;

export interface IdentityProvider {
  readonly name: string;
  readonly words: Words;
  /** Each with what it says of client and scopes; `{resource}` in a scope is the resource. */
  readonly accessTokens: readonly [name: string, write: Write, client: string, scopes: string[]][];
  /** Each with the accepted audience in it, as an attacker would like to have it. */
  readonly otherTokens: readonly [name: string, write: Write][];
}

export const jwt = { typ: 'JWT' };
export const untyped = { typ: undefined };
export const logoutEvent = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
