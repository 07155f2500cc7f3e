/** The options of API keys: how they come, and whose they are. */
import { z } from 'zod';
import { headerName } from './header-name.ts';
import { type Answered, type CredentialHolder, holderMembers } from './holder.ts';

/** `sha256` is the SHA-256 of the whole key, prefix included, in lower-case hexadecimal. Keys themselves are never options. */
export type ApiKeyOptions = { kind: 'api_key' } & (
  | {
      /** What every key begins with, so that a value of `Authorization: Bearer` is known to be one. */
      prefix: string;
      header?: undefined;
    }
  | {
      prefix?: undefined;
      /** A header of their own: whatever stands there is taken for a key. */
      header: string;
    }
) &
  (
    | { keys: readonly (CredentialHolder & { sha256: string })[]; lookup?: undefined }
    | {
        keys?: undefined;
        /** Asked on every call, so that a key that was taken back is refused at once. When it throws, the call is answered 503. */
        lookup: (sha256: string) => Answered | Promise<Answered>;
      }
  );

// A JWT begins with eyJ, and what begins so is no key.
export const keyPrefix = z
  .string()
  .regex(/^(?!eyJ)[\w.~-]{3,40}$/, 'give three characters or more that no access token begins with, such as ok_');

const key = z.strictObject({
  ...holderMembers,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'give the SHA-256 of the key in lower-case hexadecimal'),
});

export const apiKey = z
  .strictObject({
    kind: z.literal('api_key'),
    prefix: keyPrefix.optional(),
    header: headerName.optional(),
    keys: z.array(key).min(1, 'name at least one key by its SHA-256').optional(),
    lookup: z.custom<(sha256: string) => unknown>((value) => typeof value === 'function', 'give a function').optional(),
  })
  .refine(({ prefix, header }) => (prefix === undefined) !== (header === undefined), {
    path: ['prefix'],
    error: 'give either what every key begins with, or a header of their own',
  })
  .refine(({ keys, lookup }) => (keys === undefined) !== (lookup === undefined), {
    path: ['keys'],
    error: 'give either keys or a lookup function',
  })
  .superRefine(({ keys = [] }, context) => {
    const known = new Set<string>();
    for (const [index, { sha256 }] of keys.entries()) {
      const path = ['keys', index, 'sha256'];
      if (known.has(sha256)) context.addIssue({ code: 'custom', path, message: 'list each key once' });
      known.add(sha256);
    }
  })
  .transform((options) => options as ApiKeyOptions);
