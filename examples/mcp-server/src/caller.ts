/** Who calls, as the guard found it. */

/** `key` is unique over all issuers, and no one of them can make that of an API key; `name` is what colleagues see. */
export interface Caller {
  readonly key: string;
  readonly name: string;
}

/**
 * A subject is unique for its issuer only (RFC 7519 §4.1.2), so a key that is unique here holds both; what no issuer gave has
 * none. `auth` is the AuthInfo of either line of the SDK. Throws when it names nobody: a tool never runs for nobody.
 */
export function callerOf(auth: { extra?: Record<string, unknown> } | undefined): Caller {
  const { issuer = null, subject } = auth?.extra ?? {};
  if (typeof subject !== 'string') throw new Error('the credentials name no caller');
  return { key: JSON.stringify([issuer, subject]), name: subject };
}
