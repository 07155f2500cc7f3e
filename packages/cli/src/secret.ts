/** The operator's secrets: from files or named environment variables, never from beside the database that they open. */
import { readFile, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { ConfigurationError } from '@granthouse/protocol';
import { z } from 'zod';
import { warnOfOpenFile } from './open-file.ts';
import { isMissing, readableRemedy, unreadable } from './unreadable.ts';

const oneVariable =
  'name an environment variable, of at most 42 letters, digits and _; what it holds does not belong in this file';

/** What the configuration says of secrets: exactly one of the first two. */
interface Named {
  readonly secretFile?: string | undefined;
  readonly secretEnvironmentVariable?: string | undefined;
  readonly otherSecretFiles: readonly string[];
  readonly otherSecretEnvironmentVariables: readonly string[];
}

interface Ground {
  /** What files are relative to. */
  readonly folder: string;
  /** The file of the store, where it is one. */
  readonly database: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

const leastBytes = 32;

/** Shorter than a secret would be, which somebody may put in the place of the name, and which is told as little there. */
export const variableName = z.string(oneVariable).regex(/^[A-Za-z_]\w{0,41}$/, oneVariable);

/** The secrets that are named, and the options beside their names. Throws a ConfigurationError, which never holds a secret. */
export async function readSecrets<Options extends Named>(named: Options, ground: Ground) {
  const { secretFile, secretEnvironmentVariable, otherSecretFiles, otherSecretEnvironmentVariables, ...options } =
    named;
  const [secret, ...otherSecrets] = await Promise.all([
    secretFile === undefined
      ? fromVariable('secretEnvironmentVariable', secretEnvironmentVariable ?? '', ground)
      : fromFile('secretFile', secretFile, ground),
    ...otherSecretFiles.map((file, index) => fromFile(`otherSecretFiles[${index}]`, file, ground)),
    ...otherSecretEnvironmentVariables.map((variable, index) =>
      fromVariable(`otherSecretEnvironmentVariables[${index}]`, variable, ground),
    ),
  ]);
  return { secret, otherSecrets, options };
}

async function fromVariable(option: string, variable: string, { environment }: Ground): Promise<Uint8Array> {
  return strong(Buffer.from(environment[variable] ?? ''), option, variable);
}

async function fromFile(option: string, name: string, { folder, database, warn }: Ground): Promise<Uint8Array> {
  const file = resolve(folder, name);
  if (
    database !== undefined &&
    (isBelow(dirname(database), file) || isBelow(...(await real(dirname(database), file))))
  ) {
    const remedy = 'move it elsewhere: whoever copies that folder would hold the key to the database, too';
    throw refusal(option, `${file}, beside the database`, { remedy });
  }
  try {
    // Byte by byte, for a secret need not be text; only an editor's last newline is no part of it.
    const secret = strong(Buffer.from((await readFile(file, 'latin1')).trimEnd(), 'latin1'), option, file);
    await warnOfOpenFile(file, warn);
    return secret;
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw refusal(option, `${file}, ${unreadable(cause)}`, { remedy: remedyFor(option, file, cause), cause });
  }
}

function isBelow(folder: string, file: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Where links lead; what is not there yet is where it is named. */
async function real(folder: string, file: string): Promise<[folder: string, file: string]> {
  const at = (path: string) => realpath(path).catch(() => path);
  return Promise.all([at(folder), at(file)]);
}

function remedyFor(option: string, file: string, cause: unknown): string {
  if (!isMissing(cause)) return readableRemedy;
  return option === 'secretFile'
    ? `name the secret that the store was made with, or make one: (umask 077; openssl rand -base64 48 > ${file})`
    : 'name a file with a secret that the store was sealed under or is to be, or leave it out';
}

function strong(secret: Uint8Array, option: string, name: string): Uint8Array {
  if (secret.length >= leastBytes) return secret;
  const found = secret.length === 0 ? 'nothing in it' : `${secret.length} bytes in it`;
  const remedy = `put ${leastBytes} random bytes or more there, for example from: openssl rand -base64 48`;
  throw refusal(option, `${name} with ${found}`, { remedy });
}

function refusal(option: string, found: string, { remedy, cause }: { remedy: string; cause?: unknown }) {
  return new ConfigurationError({ path: `configuration.${option}`, found, remedy }, { cause });
}
