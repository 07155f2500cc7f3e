/** The options of the authorization server: parsed once, complete and frozen from then on; a wrong one stops the start. */
import { blockList } from '@granthouse/network';
import { ConfigurationError, isLoopbackHost, parseOptions } from '@granthouse/protocol';
import type { StorageEngine } from '@granthouse/storage';
import type { BlockList } from 'node:net';
import { z } from 'zod';
import type { AuditEvent } from './audit.ts';
import { guardedFetch } from './fetching/guarded-fetch.ts';
import { stderrLog, type Log } from './log.ts';
import { preRegisteredClient, redirectUri, refuseUnknownResources } from './options/clients.ts';
import { issuer, pathOfIssuer } from './options/issuer.ts';
import { limits } from './options/limits.ts';
import { clientIdMetadataDocuments } from './options/metadata-documents.ts';
import { network } from './options/networks.ts';
import { refuseDuplicates, resourceDefinition } from './options/resources.ts';
import { operatorSecret, refuseSameSecrets } from './options/secrets.ts';

export type { ResourceDefinition } from './options/resources.ts';

const day = 86_400;

const seconds = (fallback: number, least: number, most: number) =>
  z.number().int().min(least).max(most).default(fallback);

const lifetimes = z.strictObject({
  accessToken: seconds(600, 60, day),
  authorizationCode: seconds(60, 10, 600),
  refreshToken: seconds(30 * day, 60, 365 * day),
  /** How long a replaced refresh token still gets its client the newest one; 0 is RFC 9700 §4.14.2 to the letter. */
  refreshGrace: seconds(90, 0, 300),
  authorization: seconds(400 * day, 3600, 3650 * day),
  session: seconds(14 * day, 60, 90 * day),
  signingKey: seconds(90 * day, day, 3650 * day),
  interaction: seconds(600, 60, 3600),
});

/** When a client that registered itself is forgotten; one that the operator registered never is. */
const forget = z.strictObject({
  loopbackWithoutConsent: seconds(day, 3600, 3650 * day),
  withoutConsent: seconds(90 * day, 3600, 3650 * day),
  withoutUse: seconds(180 * day, day, 3650 * day),
});

const schema = z.strictObject({
  issuer,
  storage: z.custom<StorageEngine>(
    (value) => typeof (value as StorageEngine)?.open === 'function',
    'pass an engine such as sqliteEngine({ path })',
  ),
  /** Everything that must be read back is sealed under it. */
  secret: operatorSecret,
  /** They open and never seal: the secret before this one, or the one to come, so that each server can change at its time. */
  otherSecrets: z.array(operatorSecret).default([]),
  resources: z.array(resourceDefinition).min(1),
  clients: z.array(preRegisteredClient).default([]),
  brand: z
    .strictObject({ name: z.string().min(1).max(60), accent: z.string().optional(), contact: z.string().optional() })
    .default({ name: 'Granthouse' }),
  registration: z
    .strictObject({
      open: z.boolean().default(true),
      /** Where it is not open: who shows a token of the operator's may register (RFC 7591 §3). */
      initialAccessTokens: z.boolean().default(false),
      /** Redirect URIs with a private-use scheme without a dot, accepted only exactly as written. */
      privateUseRedirectUris: z.array(redirectUri).default([]),
      /** An app with a known host's name and another address: people are warned of it, or never see it. */
      imitations: z.enum(['flag', 'refuse']).default('flag'),
      forget: forget.prefault({}),
    })
    .refine(
      ({ open, initialAccessTokens }) => !(open && initialAccessTokens),
      'say "open": false beside initialAccessTokens: where everybody may register, a token means nothing',
    )
    .prefault({}),
  clientIdMetadataDocuments,
  /** Proofs of possession (RFC 9449) are taken from every client that sends them. */
  dpop: z
    .strictObject({
      /** Whether each proof must hold a nonce of this server (RFC 9449 §8): clients then ask twice, and proofs can't be made in advance. */
      requireNonce: z.boolean().default(false),
    })
    .prefault({}),
  lifetimes: lifetimes.prefault({}),
  limits,
  /** Addresses or ranges whose X-Forwarded-For is believed. */
  trustedProxies: z.array(network).default([]),
  /** A person whose sign-in form comes pre-filled. Loopback issuers only. */
  dangerouslyPrefilledPerson: z.strictObject({ login: z.string().min(1), password: z.string().min(1) }).optional(),
  log: z.custom<Log>((value) => typeof (value as Log)?.warn === 'function').default(() => stderrLog('warn')),
  /** Is told every audit event, beside the log. */
  onEvent: z.custom<(event: AuditEvent) => void | Promise<void>>((value) => typeof value === 'function').optional(),
  /** Reads metadata documents and key sets at addresses that clients name. The default reaches the internet alone; another one has to guard itself. */
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === 'function').default(() => guardedFetch),
  /** Milliseconds since the epoch; given by tests. */
  now: z.custom<() => number>((value) => typeof value === 'function').default(() => Date.now),
});

export type AuthorizationServerOptions = z.input<typeof schema>;

export interface CompleteOptions extends Readonly<Omit<z.output<typeof schema>, 'trustedProxies'>> {
  readonly trustedProxies: BlockList;
  /** What every path of the server begins with; empty for an issuer without a path. */
  readonly issuerPath: string;
  /** True on a loopback issuer: development, where cookies can't be Secure and a rebound host must be refused. */
  readonly isLoopback: boolean;
}

/** Throws a ConfigurationError that names the path, what was found (secrets hidden) and the remedy. */
export function completeOptions(input: AuthorizationServerOptions): CompleteOptions {
  const options = parseOptions(schema, input, 'authorizationServer');
  const isLoopback = isLoopbackHost(new URL(options.issuer).hostname);
  if (options.dangerouslyPrefilledPerson && !isLoopback) {
    throw new ConfigurationError({
      path: 'authorizationServer.dangerouslyPrefilledPerson',
      found: `a pre-filled person on ${options.issuer}`,
      remedy: 'leave it out: anyone who opens a public sign-in page would be let in',
    });
  }
  refuseDuplicates(options.resources);
  refuseSameSecrets(options);
  refuseUnknownResources(options);
  return Object.freeze({
    ...options,
    isLoopback,
    issuerPath: pathOfIssuer(options.issuer),
    trustedProxies: blockList(options.trustedProxies),
  });
}
