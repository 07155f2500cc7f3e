/** The kinds of credentials that a resource takes, in the order in which they are looked for, and what can't stand together. */
import { z } from 'zod';
import { apiKey, type ApiKeyOptions } from './api-key.ts';
import { headers, type HeadersOptions } from './headers.ts';

export type CredentialOptions = { kind: 'access_token' } | ApiKeyOptions | HeadersOptions;

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

export const credentialList = z
  .array(z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('access_token') }), apiKey, headers]))
  .min(1, 'name at least one kind of credential')
  .refine((list) => list.filter(({ kind }) => kind === 'access_token').length <= 1, 'name access_token once')
  .superRefine((list, context) => {
    for (const { path, message } of [...prefixProblems(list), ...headerProblems(list)]) {
      context.addIssue({ code: 'custom', path, message });
    }
  })
  .optional();

/** What bearer values of API keys begin with. */
export function keyPrefixesOf(credentials: readonly CredentialOptions[]): string[] {
  return credentials.flatMap((one) => (one.kind === 'api_key' && one.prefix !== undefined ? [one.prefix] : []));
}

/** The headers beside Authorization that carry credentials. */
export function credentialHeadersOf(credentials: readonly CredentialOptions[]): string[] {
  return credentials.flatMap(headersOf).map(({ name }) => name);
}

/** The scopes that listed keys have, with where they stand. */
export function keyScopesOf(credentials: readonly CredentialOptions[] = []) {
  return credentials.flatMap((one, index) => {
    const keys = one.kind === 'api_key' ? (one.keys ?? []) : [];
    return keys.flatMap(({ scopes = [] }, at) =>
      scopes.map((scope, place) => ({ scope, path: ['credentials', index, 'keys', at, 'scopes', place] })),
    );
  });
}

/** What can't stand beside `dangerouslyWithoutCredentials`, and who names no authorization server or one too many. */
export function credentialProblems(options: {
  readonly dangerouslyWithoutCredentials: boolean;
  readonly credentials?: readonly CredentialOptions[] | undefined;
  readonly authorizationServers: readonly unknown[];
  readonly requiredScopes: readonly string[];
}): Problem[] {
  const { credentials, authorizationServers, requiredScopes } = options;
  if (options.dangerouslyWithoutCredentials) {
    const given = { credentials: credentials ?? [], authorizationServers, requiredScopes };
    const message = 'leave it out, or leave dangerouslyWithoutCredentials out: that stands alone';
    return Object.entries(given).flatMap(([name, list]) => (list.length > 0 ? [{ path: [name], message }] : []));
  }
  const takesTokens = credentials?.some(({ kind }) => kind === 'access_token') ?? true;
  if (takesTokens === authorizationServers.length > 0) return [];
  const message = takesTokens
    ? 'name at least one authorization server by its issuer URL'
    : 'name access_token among the credentials, or leave the authorization servers out';
  return [{ path: ['authorizationServers'], message }];
}

// Of two such prefixes the order would decide whose a key is.
function prefixProblems(list: readonly CredentialOptions[]): Problem[] {
  const known: string[] = [];
  return list.flatMap((one, index) => {
    if (one.kind !== 'api_key' || one.prefix === undefined) return [];
    const { prefix } = one;
    const overlaps = known.some((other) => other.startsWith(prefix) || prefix.startsWith(other));
    known.push(prefix);
    return overlaps ? [{ path: [index, 'prefix'], message: 'choose one that begins like no other prefix' }] : [];
  });
}

function headerProblems(list: readonly CredentialOptions[]): Problem[] {
  const known = new Set<string>();
  return list.flatMap((one, index) =>
    headersOf(one).flatMap(({ name, path }) => {
      const isTaken = known.has(name);
      known.add(name);
      return isTaken ? [{ path: [index, ...path], message: 'name each header once, in one kind of credential' }] : [];
    }),
  );
}

function headersOf(one: CredentialOptions): { name: string; path: (string | number)[] }[] {
  if (one.kind === 'headers') {
    return one.names.map((name, index) => ({ name: name.toLowerCase(), path: ['names', index] }));
  }
  const header = one.kind === 'api_key' ? one.header : undefined;
  return header === undefined ? [] : [{ name: header.toLowerCase(), path: ['header'] }];
}
