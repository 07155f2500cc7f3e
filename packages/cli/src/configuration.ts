/** The configuration file of the server: JSON, paths relative to the file, the secret from elsewhere. */
import { dirname, resolve } from 'node:path';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { parseOptions } from '@granthouse/protocol';
import { z } from 'zod';
import {
  elsewhere,
  listeningAt,
  namesOneSecret,
  otherThanOneSecret,
  readJson,
  refuseOtherThan,
  secretNames,
  shownIn,
} from './configuration-file.ts';
import { readSecrets } from './secret.ts';
import { readStore, storeSchema } from './store.ts';

const oneDocument = 'name the JSON file of a client metadata document, as it was downloaded';

const schema = z
  .looseObject({
    ...listeningAt(9400),
    store: storeSchema,
    ...secretNames,
    clientIdMetadataDocuments: z
      .looseObject({ pinned: z.array(z.string(oneDocument).min(1, oneDocument), oneDocument).default([]) })
      .optional(),
    storage: elsewhere('write it as "store"'),
    log: elsewhere('leave it out: the log goes to standard error'),
    onEvent: elsewhere('leave it out: audit events stand in the log, on standard error'),
  })
  .refine(namesOneSecret, otherThanOneSecret);

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
  const json = await readJson(file, { path: file, remedy: shownIn('docs/quickstart.md') });
  refuseOtherThan('authorization server', json, file);
  const configuration = parseOptions(schema, json, 'configuration');
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
