/** The configuration file of the server: JSON, paths relative to the file, the secret from elsewhere. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { ConfigurationError, parseOptions } from '@granthouse/protocol';
import { z } from 'zod';
import { readSecrets, variableName } from './secret.ts';
import { readStore, storeSchema } from './store.ts';
import { isMissing, unreadable } from './unreadable.ts';

const oneSecret = 'name the secret: exactly one of secretFile and secretEnvironmentVariable';
const isPort = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

/** What can't stand in a file, or must not: an entry that was silently ignored would be believed. */
const elsewhere = (remedy: string) => z.never({ error: remedy }).optional();

const otherFiles = 'name the files of other secrets: ["./granthouse.secret.before"]';
const otherVariables = 'name the environment variables of other secrets: ["GRANTHOUSE_SECRET_BEFORE"]';
const names = (remedy: string) => z.array(z.string(remedy).min(1, remedy), remedy).default([]);

const oneDocument = 'name the JSON file of a client metadata document, as it was downloaded';

const schema = z
  .looseObject({
    port: z.custom<number>(isPort, 'use a port from 0 to 65535').default(9400),
    host: z.string('use an address such as 127.0.0.1').optional(),
    store: storeSchema,
    secretFile: z.string(oneSecret).min(1, oneSecret).optional(),
    secretEnvironmentVariable: variableName.optional(),
    otherSecretFiles: names(otherFiles),
    otherSecretEnvironmentVariables: z.array(variableName, otherVariables).default([]),
    secret: elsewhere(
      'take it out of this file, make a new one and name where it is: secretFile or secretEnvironmentVariable',
    ),
    otherSecrets: elsewhere(
      'take them out of this file and name where they are: otherSecretFiles or otherSecretEnvironmentVariables',
    ),
    clientIdMetadataDocuments: z
      .looseObject({ pinned: z.array(z.string(oneDocument).min(1, oneDocument), oneDocument).default([]) })
      .optional(),
    storage: elsewhere('write it as "store"'),
    log: elsewhere('leave it out: the log goes to standard error'),
    onEvent: elsewhere('leave it out: audit events stand in the log, on standard error'),
  })
  .refine((value) => (value.secretFile === undefined) !== (value.secretEnvironmentVariable === undefined), {
    path: ['secretFile'],
    error: oneSecret,
  });

export interface ServerConfiguration {
  readonly server: AuthorizationServerOptions;
  readonly port: number;
  readonly host: string | undefined;
}

interface Surroundings {
  /** Where a named variable is looked up. */
  readonly environment: NodeJS.ProcessEnv;
  /** Is told what the store can't do, and which secret lies open; without it, nobody is. */
  readonly warn?: (message: string) => void;
}

/** Throws a ConfigurationError that says what to mend. */
export async function readConfiguration(
  named: string,
  { environment, warn = () => {} }: Surroundings,
): Promise<ServerConfiguration> {
  const file = resolve(named);
  const configuration = parseOptions(schema, await readJson(file), 'configuration');
  const { port, host, store, clientIdMetadataDocuments, ...rest } = configuration;
  const ground = { folder: dirname(file), environment, warn };
  const { engine, file: database } = await readStore(store, ground);
  const { secret, otherSecrets, options } = await readSecrets(rest, { ...ground, database });
  // The rest is judged by the server itself, which knows its options.
  const pinned = await readDocuments(clientIdMetadataDocuments?.pinned ?? [], dirname(file));
  const server = {
    ...options,
    clientIdMetadataDocuments: { ...clientIdMetadataDocuments, pinned },
    secret,
    otherSecrets,
    storage: engine,
  } as unknown;
  return { server: server as AuthorizationServerOptions, port, host };
}

function readDocuments(files: readonly string[], folder: string): Promise<unknown[]> {
  return Promise.all(
    files.map((file, index) => {
      const path = `configuration.clientIdMetadataDocuments.pinned[${index}]`;
      return readJson(resolve(folder, file), { path, remedy: oneDocument });
    }),
  );
}

async function readJson(
  file: string,
  problem = { path: file, remedy: 'pass --config with a JSON file; docs/quickstart.md shows one' },
): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? `text that is not JSON${placeIn(cause)}` : unread(cause);
    const named = problem.path === file ? found : `${found}: ${file}`;
    throw new ConfigurationError({ ...problem, found: named }, { cause });
  }
}

const unread = (cause: unknown): string => (isMissing(cause) ? 'no file' : `a file ${unreadable(cause)}`);

/** Where Node names it. Never the rest of its message, which may show a secret beside the place. */
function placeIn({ message }: SyntaxError): string {
  return (/ \(line \d+ column \d+\)/.exec(message) ?? [''])[0];
}
