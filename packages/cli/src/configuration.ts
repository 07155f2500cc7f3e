/** The configuration file of the server: JSON, paths relative to the file, the secret from elsewhere. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AuthorizationServerOptions } from '@granthouse/authorization-server';
import { ConfigurationError, parseOptions } from '@granthouse/protocol';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { z } from 'zod';

const schema = z
  .looseObject({
    port: z.number().int().min(0).max(65_535).default(9400),
    host: z.string().optional(),
    store: z.strictObject({ sqlite: z.string().min(1) }),
    secretFile: z.string().optional(),
    secretEnvironmentVariable: z.string().optional(),
  })
  .refine((value) => (value.secretFile === undefined) !== (value.secretEnvironmentVariable === undefined), {
    message: 'name exactly one of secretFile and secretEnvironmentVariable',
  });

export interface ServerConfiguration {
  readonly server: AuthorizationServerOptions;
  readonly port: number;
  readonly host: string | undefined;
}

/** Throws a ConfigurationError that says what to mend. `environment` is where a named variable is looked up. */
export async function readConfiguration(file: string, environment: NodeJS.ProcessEnv): Promise<ServerConfiguration> {
  const configuration = parseOptions(schema, await readJson(file), file);
  const { port, host, store, secretFile, secretEnvironmentVariable, ...server } = configuration;
  const beside = (path: string) => resolve(dirname(file), path);
  const secret =
    secretFile === undefined
      ? secretFromEnvironment(secretEnvironmentVariable ?? '', environment)
      : await secretFromFile(beside(secretFile));
  const storage = sqliteEngine({ path: beside(store.sqlite) });
  // The rest is judged by the server itself, which knows its options.
  return { server: { ...(server as unknown as AuthorizationServerOptions), secret, storage }, port, host };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? 'text that is not JSON' : 'a file that cannot be read';
    throw new ConfigurationError(
      { path: file, found, remedy: 'pass --config with a JSON file; docs/quickstart.md shows one' },
      { cause },
    );
  }
}

async function secretFromFile(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    const remedy = `make one: umask 077; openssl rand -base64 48 > ${path}`;
    throw new ConfigurationError({ path: 'secretFile', found: `${path}, which cannot be read`, remedy }, { cause });
  }
}

function secretFromEnvironment(name: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  const remedy = 'set it to 32 random bytes or more, for example from: openssl rand -base64 48';
  throw new ConfigurationError({ path: 'secretEnvironmentVariable', found: `${name}, which is not set`, remedy });
}
