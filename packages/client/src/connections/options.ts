/** What an operator chooses for the connections of a team; the rest follows from the standards. */
import { ConfigurationError, isLoopbackHost, parseOptions } from '@granthouse/protocol';
import type { Secret, StorageEngine } from '@granthouse/storage';
import { z } from 'zod';
import type { GuardedFetchOptions } from '../network/guarded-fetch.ts';
import { isSlug } from './slug.ts';

export interface ConnectionsOptions {
  readonly storage: StorageEngine;
  /** Seals whatever is secret: 32 bytes or more. */
  readonly secret: Secret;
  /** Former secrets: what they sealed is sealed anew when the registry opens. */
  readonly otherSecrets?: readonly Secret[];
  /** Opens although `secret` opens nothing of what is sealed in the store: people connect anew. */
  readonly isSecretLost?: boolean;
  /** Where browsers come back to after a sign-in: an https address, on loopback http. */
  readonly redirectUri: string;
  /** What authorization servers show to people; by default `Team connections`. */
  readonly clientName?: string;
  /** Where this client's metadata document is published (CIMD). */
  readonly metadataUrl?: string;
  /** Where connections may lead besides the public internet, and whether http may be used there. */
  readonly network?: GuardedFetchOptions;
  /** Where agents get the tools of all connections: never a connection itself, which would ask itself without an end. */
  readonly endpoint?: string;
  /** Slugs of what is built in, which no connection may take. */
  readonly reservedSlugs?: readonly string[];
  /** By default 100. */
  readonly mostConnections?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const secret = z.custom<Secret>((value) => typeof value === 'string' || value instanceof Uint8Array, {
  error: 'give a secret of 32 bytes or more',
});

const schema = z.strictObject({
  storage: z.custom<StorageEngine>((value) => typeof (value as StorageEngine | undefined)?.open === 'function', {
    error: 'give an engine, such as sqliteEngine({ path })',
  }),
  secret,
  otherSecrets: z.array(secret).default([]),
  isSecretLost: z.boolean().default(false),
  redirectUri: z.url({ protocol: /^https?$/, error: 'give the https address that browsers come back to' }),
  clientName: z.string().min(1).max(60).default('Team connections'),
  metadataUrl: z.url({ protocol: /^https$/ }).optional(),
  network: z.custom<GuardedFetchOptions>((value) => typeof value === 'object' && value !== null).default({}),
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  reservedSlugs: z
    .array(z.string().refine(isSlug, { error: 'a slug has at most 20 of a-z, 0-9, and single hyphens between' }))
    .default([]),
  mostConnections: z.int().min(1).max(1000).default(100),
  now: z.custom<() => number>((value) => typeof value === 'function').default(() => Date.now),
});

export type ParsedConnectionsOptions = z.output<typeof schema>;

/** Throws ConfigurationError. */
export function parseConnectionsOptions(options: ConnectionsOptions): ParsedConnectionsOptions {
  const parsed = parseOptions(schema, options, 'connections');
  const { protocol, hostname } = new URL(parsed.redirectUri);
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    throw new ConfigurationError({
      path: 'connections.redirectUri',
      found: parsed.redirectUri,
      remedy: 'use https: a code in clear is read by whoever stands between',
    });
  }
  return parsed;
}
