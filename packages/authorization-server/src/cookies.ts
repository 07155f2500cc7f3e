/**
 * Names and scope of the cookies: prefixed on https so that no sibling host can set them, plain on loopback http, where
 * browsers drop prefixed ones; below an issuer's path, so that a sibling application on the host is never sent them.
 */
import type { Configuration } from 'oidc-provider';
import type { CompleteOptions } from './options.ts';
import type { ServerKeys } from './server-keys.ts';

export interface CookieScope {
  readonly engine: { readonly session: string; readonly interaction: string; readonly resume: string };
  /** A random value per browser that forms are bound to. */
  readonly browser: string;
  readonly path: string;
  readonly secure: boolean;
}

export function cookieScope({ issuer, issuerPath }: Pick<CompleteOptions, 'issuer' | 'issuerPath'>): CookieScope {
  const secure = issuer.startsWith('https:');
  // Browsers drop `__Host-` cookies whose Path isn't `/`, and the engine scopes two of its cookies by itself.
  const scoped = secure ? '__Secure-' : '';
  const host = secure && issuerPath === '' ? '__Host-' : scoped;
  return {
    engine: {
      session: `${host}granthouse_session`,
      interaction: `${scoped}granthouse_interaction`,
      resume: `${scoped}granthouse_resume`,
    },
    browser: `${host}granthouse_browser`,
    path: issuerPath === '' ? '/' : issuerPath,
    secure,
  };
}

export function engineCookies(options: CompleteOptions, serverKeys: ServerKeys): NonNullable<Configuration['cookies']> {
  const { engine, path, secure } = cookieScope(options);
  const flags = { httpOnly: true, sameSite: 'lax' as const, signed: true, secure };
  return { keys: [serverKeys.cookies], names: engine, long: { ...flags, path }, short: flags };
}
