/** The configuration file of `granthouse connections serve`: JSON, paths relative to the file, secrets from elsewhere. */
import { dirname, resolve } from 'node:path';
import { ConfigurationError, isLoopbackHost, parseOptions } from '@granthouse/protocol';
import type { StorageEngine } from '@granthouse/storage';
import { z } from 'zod';
import {
  listeningAt,
  namesOneSecret,
  otherThanOneSecret,
  readJson,
  refuseOtherThan,
  secretNames,
  shownIn,
} from '../configuration-file.ts';
import { readSecrets, variableName } from '../secret.ts';
import { readStore, storeSchema } from '../store.ts';

const origin = 'write the origin that people type, such as https://connections.example.com, without a path';
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '');
const isSecure = (text: string) =>
  !URL.canParse(text) || new URL(text).protocol === 'https:' || isLoopbackHost(new URL(text).hostname);
const tls = 'use https: passwords and keys pass here';

export const teamSchema = z
  .strictObject({
    ...listeningAt(9402),
    url: z.url(origin).refine(isOrigin, origin).refine(isSecure, tls),
    issuer: z.url('write the issuer as the authorization server spells it').refine(isSecure, tls),
    /** As the authorization server knows this site; without it the site registers itself. */
    client: z.strictObject({ id: z.string().min(1), secretEnvironmentVariable: variableName.optional() }).optional(),
    admins: z.array(z.string().min(1)).min(1, 'name the login of at least one person who may add connections'),
    brand: z
      .strictObject({ name: z.string().min(1).max(40), accent: z.string().optional(), contact: z.string().optional() })
      .default({ name: 'Granthouse' }),
    /** Where connections may lead besides the public internet. */
    network: z
      .strictObject({
        besides: z.enum(['loopback', 'private'], 'use "loopback" or "private", or leave it out').optional(),
        plainHttp: z.boolean().optional(),
      })
      .default({}),
    /** Who this site is may be read at an address of its own: only where servers can reach that. */
    metadataDocument: z.boolean().default(false),
    reservedSlugs: z.array(z.string()).default([]),
    store: storeSchema,
    ...secretNames,
  })
  .refine(namesOneSecret, otherThanOneSecret);

type Parsed = z.output<typeof teamSchema>;

export interface TeamConfiguration extends Pick<
  Parsed,
  'url' | 'issuer' | 'admins' | 'brand' | 'network' | 'metadataDocument' | 'reservedSlugs' | 'port' | 'host'
> {
  readonly client?: { readonly id: string; readonly secret?: string };
  readonly storage: StorageEngine;
  readonly secret: Uint8Array;
  readonly otherSecrets: readonly Uint8Array[];
}

interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

/** Throws a ConfigurationError that says what to mend. */
export async function readTeamConfiguration(
  named: string,
  { environment, warn }: Surroundings,
): Promise<TeamConfiguration> {
  const file = resolve(named);
  const json = await readJson(file, { path: file, remedy: shownIn('docs/connections.md') });
  refuseOtherThan('connections', json, file);
  const parsed = parseOptions(teamSchema, json, 'configuration');
  const { store, client, ...rest } = parsed;
  const ground = { folder: dirname(file), environment, warn };
  const { engine: storage, file: database } = await readStore(store, ground);
  const { secret, otherSecrets, options } = await readSecrets(rest, { ...ground, database });
  const { url, ...others } = options;
  return {
    ...others,
    url: new URL(url).origin,
    ...(client && { client: clientOf(client, environment) }),
    storage,
    secret,
    otherSecrets,
  };
}

function clientOf(
  { id, secretEnvironmentVariable: variable }: NonNullable<Parsed['client']>,
  environment: NodeJS.ProcessEnv,
): { id: string; secret?: string } {
  if (variable === undefined) return { id };
  const secret = environment[variable];
  if (secret) return { id, secret };
  throw new ConfigurationError({
    path: 'configuration.client.secretEnvironmentVariable',
    found: `${variable} with nothing in it`,
    remedy: 'put the secret of the client there, or leave the name out for a public client',
  });
}
