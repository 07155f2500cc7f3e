/** The operator's secret: from a file or a named environment variable, never from beside the database that it opens. */
import { readFile } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { ConfigurationError } from '@granthouse/protocol';

type Place =
  | { readonly file: string; readonly database: string }
  | { readonly variable: string; readonly environment: NodeJS.ProcessEnv };

const leastBytes = 32;

/** Throws a ConfigurationError, which never holds the secret. Paths are absolute. */
export async function readSecret(place: Place): Promise<Uint8Array> {
  if ('file' in place) return strong(await contentOf(place), 'secretFile', place.file);
  const { variable, environment } = place;
  return strong(Buffer.from(environment[variable] ?? ''), 'secretEnvironmentVariable', variable);
}

async function contentOf({ file, database }: { file: string; database: string }): Promise<Uint8Array> {
  const folder = dirname(database);
  if (`${dirname(file)}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)) {
    const remedy = 'move it elsewhere: whoever copies that folder would hold the key to the database, too';
    throw new ConfigurationError({ path: 'configuration.secretFile', found: `${file}, beside the database`, remedy });
  }
  try {
    // Byte by byte, for a secret need not be text; only an editor's last newline is no part of it.
    return Buffer.from((await readFile(file, 'latin1')).trimEnd(), 'latin1');
  } catch (cause) {
    const remedy = `make one: (umask 077; openssl rand -base64 48 > ${file})`;
    const found = `${file}, which cannot be read`;
    throw new ConfigurationError({ path: 'configuration.secretFile', found, remedy }, { cause });
  }
}

function strong(secret: Uint8Array, option: string, name: string): Uint8Array {
  if (secret.length >= leastBytes) return secret;
  const found = secret.length === 0 ? 'nothing in it' : `${secret.length} bytes in it`;
  const remedy = `put ${leastBytes} random bytes or more there, for example from: openssl rand -base64 48`;
  throw new ConfigurationError({ path: `configuration.${option}`, found: `${name} with ${found}`, remedy });
}
