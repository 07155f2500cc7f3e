/** The options of the authorization server: parsed once, complete and frozen from then on; a wrong one stops the start. */
import {
  canonicalResource,
  ConfigurationError,
  isLoopbackHost,
  isScopeToken,
  judgeRedirectUri,
  parseOptions,
} from '@granthouse/protocol';
import type { StorageEngine } from '@granthouse/storage';
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { stderrLog, type Log } from './log.ts';

const day = 86_400;

const issuer = z.string().check((context) => {
  const problem = issuerProblem(context.value);
  if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value });
});

/** RFC 8414 §2: https, no query, no fragment; http is for development on a loopback address alone. */
function issuerProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return 'use an absolute URL such as https://login.example.com';
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    return 'use https; http is accepted on localhost, 127.0.0.1 and [::1] only';
  }
  if (url.search || url.hash || url.username || value.includes('?') || value.includes('#')) {
    return 'leave out query, fragment and user name';
  }
  if (url.pathname !== '/') return 'an issuer with a path is not supported yet: give the server a host name of its own';
  if (value !== url.origin) return `write it exactly as ${url.origin}, the way clients will compare it`;
  return undefined;
}

/** A value that one of the protocol's functions reads; what that function says is the remedy. */
const readBy = (read: (value: string) => string) =>
  z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

const resource = readBy(canonicalResource);

/** The operator's own word: an exact private-use URI needs no list, everything dangerous is refused all the same. */
const redirectUri = readBy((uri) => judgeRedirectUri(uri, { knownUris: [uri] }) && uri);

const scopeName = z.string().refine((name) => isScopeToken(name), 'use one scope token such as orders:read');

const scopeDefinition = z.strictObject({
  /** One sentence that a person reads on the consent page. */
  description: z.string().min(3),
  implies: z.array(scopeName).default([]),
  effect: z.enum(['read', 'change', 'irreversible']).default('change'),
});

const resourceDefinition = z
  .strictObject({
    resource,
    name: z.string().min(1).max(80),
    scopes: z.record(scopeName, scopeDefinition),
    defaultScopes: z.array(scopeName).min(1),
  })
  .check((context) => {
    const known = context.value.scopes;
    for (const scope of [...context.value.defaultScopes, ...Object.values(known).flatMap((entry) => entry.implies)]) {
      if (Object.hasOwn(known, scope)) continue;
      context.issues.push({
        code: 'custom',
        message: `"${scope}" is not among the scopes; add it there`,
        input: scope,
      });
    }
  });

const seconds = (fallback: number, least: number, most: number) =>
  z.number().int().min(least).max(most).default(fallback);

const lifetimes = z.strictObject({
  accessToken: seconds(600, 60, day),
  authorizationCode: seconds(60, 10, 600),
  refreshToken: seconds(30 * day, 60, 365 * day),
  authorization: seconds(400 * day, 3600, 3650 * day),
  session: seconds(14 * day, 60, 90 * day),
  interaction: seconds(600, 60, 3600),
});

const network = z
  .string()
  .refine((value) => networkOf(value) !== undefined, 'use an IP address or a range such as 10.0.0.0/8');

function networkOf(value: string): { address: string; prefix?: number } | undefined {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return { address };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
    ? { address, prefix: Number(prefix) }
    : undefined;
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const value of networks) {
    const entry = networkOf(value);
    if (!entry) continue;
    const family = isIP(entry.address) === 6 ? 'ipv6' : 'ipv4';
    if (entry.prefix === undefined) list.addAddress(entry.address, family);
    else list.addSubnet(entry.address, entry.prefix, family);
  }
  return list;
}

const schema = z.strictObject({
  issuer,
  storage: z.custom<StorageEngine>(
    (value) => typeof (value as StorageEngine)?.open === 'function',
    'pass an engine such as sqliteEngine({ path })',
  ),
  /** The operator's secret: 32 bytes or more; everything that must be read back is sealed under it. */
  secret: z.custom<string | Uint8Array>(
    (value) => (typeof value === 'string' || value instanceof Uint8Array) && Buffer.byteLength(value) >= 32,
    'use 32 random bytes or more, from a file or an environment variable, never from beside the database',
  ),
  resources: z.array(resourceDefinition).min(1),
  /** Pre-registered clients (RFC 7591 §2 metadata with a client_id). */
  clients: z
    .array(z.looseObject({ client_id: z.string().min(1), redirect_uris: z.array(redirectUri).min(1) }))
    .default([]),
  brand: z
    .strictObject({ name: z.string().min(1).max(60), accent: z.string().optional(), contact: z.string().optional() })
    .default({ name: 'Granthouse' }),
  registration: z
    .strictObject({
      open: z.boolean().default(true),
      /** Redirect URIs with a private-use scheme without a dot, accepted only exactly as written. */
      privateUseRedirectUris: z.array(redirectUri).default([]),
    })
    .prefault({}),
  /** Clients whose id is the URL of their metadata document. Off by default: hosts don't fall back to registration when a fetch fails. */
  clientIdMetadataDocuments: z.strictObject({ enabled: z.boolean().default(false) }).prefault({}),
  lifetimes: lifetimes.prefault({}),
  /** Addresses or ranges whose X-Forwarded-For is believed. */
  trustedProxies: z.array(network).default([]),
  /** A person whose sign-in form comes pre-filled. Loopback issuers only. */
  dangerouslyPrefilledPerson: z.strictObject({ login: z.string().min(1), password: z.string().min(1) }).optional(),
  log: z.custom<Log>((value) => typeof (value as Log)?.warn === 'function').default(() => stderrLog('warn')),
  /** Reads metadata documents. */
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === 'function').default(() => globalThis.fetch),
  /** Milliseconds since the epoch; given by tests. */
  now: z.custom<() => number>((value) => typeof value === 'function').default(() => Date.now),
});

export type AuthorizationServerOptions = z.input<typeof schema>;
export type ResourceDefinition = z.output<typeof resourceDefinition>;

export interface CompleteOptions extends Readonly<Omit<z.output<typeof schema>, 'trustedProxies'>> {
  readonly trustedProxies: BlockList;
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
  refuseDuplicates(options.resources.map((entry) => entry.resource));
  return Object.freeze({ ...options, isLoopback, trustedProxies: blockList(options.trustedProxies) });
}

function refuseDuplicates(resources: readonly string[]): void {
  const twice = resources.find((value, index) => resources.indexOf(value) !== index);
  if (twice === undefined) return;
  throw new ConfigurationError({
    path: 'authorizationServer.resources',
    found: `${twice} twice`,
    remedy: 'list each resource once',
  });
}
