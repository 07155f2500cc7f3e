/** Names of the cookies: prefixed on https so that no sibling host can set them, plain on loopback http, where browsers drop prefixed ones. */
import type { Configuration } from 'oidc-provider';
import type { CompleteOptions } from './options.ts';
import type { ServerKeys } from './server-keys.ts';

export interface CookieNames {
  readonly engine: { readonly session: string; readonly interaction: string; readonly resume: string };
  /** A random value per browser that forms are bound to. */
  readonly browser: string;
}

export function cookieNames(secure: boolean): CookieNames {
  // The engine scopes these two to a path, and browsers drop `__Host-` cookies whose Path isn't `/`.
  const scoped = secure ? '__Secure-' : '';
  const host = secure ? '__Host-' : '';
  return {
    engine: {
      session: `${host}granthouse_session`,
      interaction: `${scoped}granthouse_interaction`,
      resume: `${scoped}granthouse_resume`,
    },
    browser: `${host}granthouse_browser`,
  };
}

export function engineCookies(options: CompleteOptions, serverKeys: ServerKeys): NonNullable<Configuration['cookies']> {
  const secure = !options.isLoopback || options.issuer.startsWith('https:');
  const flags = { httpOnly: true, sameSite: 'lax' as const, signed: true, secure };
  return { keys: [serverKeys.cookies], names: cookieNames(secure).engine, long: { ...flags, path: '/' }, short: flags };
}
