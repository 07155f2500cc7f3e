/** The kinds of credentials that a resource takes, in the order in which they are looked for. */
import { z } from 'zod';
import { scopeToken } from './scope-token.ts';

/** Whose an API key is. */
export interface KeyHolder {
  clientId: string;
  /** The person or system for whom it acts: the client by default. */
  subject?: string | undefined;
  /** The resource's required scopes by default. */
  scopes?: readonly string[] | undefined;
  /** Seconds since the epoch; it doesn't expire by default. */
  expiresAt?: number | undefined;
}

type Maybe<T> = T | undefined;

/** `sha256` is the SHA-256 of the whole key, prefix included, in lower-case hexadecimal. Keys themselves are never options. */
export type ApiKeyOptions = {
  kind: 'api_key';
  /** What every key begins with, so that a bearer value is known to be one; needed where no `header` is named. */
  prefix?: string | undefined;
  /** The header that carries keys; `Authorization: Bearer` by default. */
  header?: string | undefined;
} & (
  | { keys: readonly (KeyHolder & { sha256: string })[] }
  | { lookup: (sha256: string) => Maybe<KeyHolder> | Promise<Maybe<KeyHolder>> }
);

export type CredentialOptions = { kind: 'access_token' } | ApiKeyOptions;

const holder = z.strictObject({
  clientId: z.string().min(1),
  subject: z.string().min(1).optional(),
  scopes: z.array(scopeToken).optional(),
  expiresAt: z.number().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'give the SHA-256 of the key in lower-case hexadecimal'),
});

const apiKey = z
  .strictObject({
    kind: z.literal('api_key'),
    // A JWT begins with eyJ, and what begins so is no key.
    prefix: z
      .string()
      .regex(/^(?!eyJ)[\w.~-]{3,40}$/, 'give three characters or more that no access token begins with, such as ok_')
      .optional(),
    header: z
      .string()
      .toLowerCase()
      .regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/, 'give the name of a header')
      .refine((name) => name !== 'authorization', 'leave it out: keys come as Authorization: Bearer by default')
      .optional(),
    keys: z.array(holder).min(1, 'name at least one key by its SHA-256').optional(),
    lookup: z.custom<(sha256: string) => unknown>((value) => typeof value === 'function', 'give a function').optional(),
  })
  .refine(({ prefix, header }) => prefix !== undefined || header !== undefined, {
    path: ['prefix'],
    error: 'give what every key begins with, or a header of their own',
  })
  .refine(({ keys, lookup }) => (keys === undefined) !== (lookup === undefined), {
    path: ['keys'],
    error: 'give either keys or a lookup function',
  })
  .transform((options) => options as ApiKeyOptions);

export const credentialList = z
  .array(z.union([z.strictObject({ kind: z.literal('access_token') }), apiKey]))
  .min(1, 'name at least one kind of credential')
  .refine((list) => list.filter(({ kind }) => kind === 'access_token').length <= 1, 'name access_token once')
  .default([{ kind: 'access_token' }]);

/** What bearer values of API keys begin with. */
export function keyPrefixesOf(credentials: readonly CredentialOptions[]): string[] {
  return credentials.flatMap((one) =>
    one.kind === 'api_key' && one.header === undefined && one.prefix !== undefined ? [one.prefix] : [],
  );
}
