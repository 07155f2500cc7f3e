/** What this server can do, said once: the metadata documents advertise it and the engine's configuration enforces it. */
import type { CompleteOptions } from './options.ts';
import { selfRegisteredPrefix } from './registration/client-id.ts';

export type Capabilities = ReturnType<typeof capabilitiesOf>;

/** For OpenID Connect hosts. */
export const openidScopes = ['openid', 'profile', 'email'] as const;

/** What an ID token tells with each scope (OpenID Connect Core 1.0 §5.4). A person is their `sub`: logins are given again (§5.7). */
export const openidClaims = { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] };

/** `offline_access` is accepted too but listed nowhere, because listing it makes hosts ask again and again. */
export const acceptedOpenidScopes: readonly string[] = [...openidScopes, 'offline_access'];

export const paths = {
  authorization: '/authorize',
  token: '/token',
  registration: '/register',
  introspection: '/introspect',
  revocation: '/revoke',
  jwks: '/jwks',
} as const;

/** What programs post to. */
export const postedPaths: ReadonlySet<string> = new Set([
  paths.token,
  paths.registration,
  paths.introspection,
  paths.revocation,
]);

const management = new RegExp(`^${paths.registration}/(${selfRegisteredPrefix}[\\w-]{1,64})$`);

/** The client that manages itself at this path (RFC 7592 §2); undefined: the path is another. */
export const managedClientId = (path: string): string | undefined => management.exec(path)?.[1];

/** What programs alone call. */
export const isForPrograms = (path: string): boolean => postedPaths.has(path) || managedClientId(path) !== undefined;

/** How a client proves who it is. */
const provingMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** By which a client's key signs. */
export const clientAuthenticationAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;

/** By which proofs of possession are signed: elliptic curves alone, because anybody may make a server verify (RFC 9449 §11.6). */
const dpopAlgorithms = ['ES256', 'Ed25519', 'EdDSA'] as const;

export function capabilitiesOf(options: CompleteOptions) {
  return Object.freeze({
    responseTypes: ['code'] as const,
    responseModes: ['query', 'form_post'] as const,
    grantTypes: ['authorization_code', 'refresh_token'] as const,
    clientAuthenticationMethods: ['none', ...provingMethods] as const,
    introspectionAuthenticationMethods: provingMethods,
    clientAuthenticationAlgorithms,
    codeChallengeMethods: ['S256'] as const,
    dpopAlgorithms,
    signingAlgorithm: 'ES256' as const,
    scopes: [...openidScopes, ...new Set(options.resources.flatMap((resource) => resource.defaultScopes))],
    registration: options.registration.open || options.registration.initialAccessTokens,
    clientIdMetadataDocuments: options.clientIdMetadataDocuments.fetch,
  });
}
