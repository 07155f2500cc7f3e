/** Where the store is, as the configuration says it: a SQLite file, or a MongoDB whose URI, which may hold a password, is elsewhere. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationError } from '@granthouse/protocol';
import type { StorageEngine } from '@granthouse/storage';
import { mongodbEngine } from '@granthouse/storage/mongodb';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { z } from 'zod';
import { warnOfOpenFile } from './open-file.ts';
import { variableName } from './secret.ts';
import { isMissing, readableRemedy, unreadable } from './unreadable.ts';

const oneStore =
  'name the database file, { "sqlite": "./store/granthouse.db" }, or where the URI of MongoDB is, { "mongodb": { "uriFile": "./mongodb.uri" } }, and not both';
const oneUri = 'name where the URI is: exactly one of uriFile and uriEnvironmentVariable';
const elsewhere = 'take it out of this file and name where it is: uriFile or uriEnvironmentVariable';
const oneDatabase = 'name a database, such as granthouse';

const named = (remedy: string) => z.string(remedy).min(1, remedy).optional();
/** A URI in the place of a file's name would be made a file, or told as one, with the password in it. */
const namedFile = (remedy: string) =>
  named(remedy).refine((name) => name === undefined || !/^mongodb(?:\+srv)?:/i.test(name), elsewhere);

const mongodbSchema = z
  .strictObject(
    {
      uriFile: namedFile(oneUri),
      uriEnvironmentVariable: variableName.optional(),
      database: named(oneDatabase),
      uri: z.never({ error: elsewhere }).optional(),
    },
    oneUri,
  )
  .refine((value) => (value.uriFile === undefined) !== (value.uriEnvironmentVariable === undefined), oneUri);

export const storeSchema = z
  .strictObject({ sqlite: namedFile(oneStore), mongodb: mongodbSchema.optional() }, oneStore)
  .refine((value) => (value.sqlite === undefined) !== (value.mongodb === undefined), oneStore);

interface Ground {
  /** What files are relative to. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

export interface Store {
  readonly engine: StorageEngine;
  /** The file that it is, where it is one. */
  readonly file: string | undefined;
}

/** Throws a ConfigurationError, which never holds the URI. */
export async function readStore({ sqlite, mongodb }: z.infer<typeof storeSchema>, ground: Ground): Promise<Store> {
  if (mongodb) {
    const { database } = mongodb;
    return {
      engine: mongodbEngine({ uri: await readUri(mongodb, ground), database, warn: ground.warn }),
      file: undefined,
    };
  }
  const file = resolve(ground.folder, sqlite ?? '');
  return { engine: sqliteEngine({ path: file }), file };
}

type NamedUri = z.infer<typeof mongodbSchema>;

async function readUri(
  { uriFile, uriEnvironmentVariable }: NamedUri,
  { folder, environment, warn }: Ground,
): Promise<string> {
  if (uriFile === undefined) {
    const variable = uriEnvironmentVariable ?? '';
    return uriOf(environment[variable] ?? '', 'uriEnvironmentVariable', variable);
  }
  const file = resolve(folder, uriFile);
  try {
    const uri = uriOf(await readFile(file, 'utf8'), 'uriFile', file);
    await warnOfOpenFile(file, warn);
    return uri;
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw refusal('uriFile', `${file}, ${unreadable(cause)}`, {
      cause,
      ...(!isMissing(cause) && { remedy: readableRemedy }),
    });
  }
}

function uriOf(text: string, option: string, name: string): string {
  const uri = text.trim();
  if (/^mongodb(?:\+srv)?:\/\//.test(uri)) return uri;
  throw refusal(option, `${name} with ${uri === '' ? 'nothing' : 'no URI of MongoDB'} in it`);
}

const uriThere = 'write it there: mongodb://user:password@host:27017/granthouse';

function refusal(
  option: string,
  found: string,
  { remedy = uriThere, cause }: { remedy?: string; cause?: unknown } = {},
) {
  return new ConfigurationError({ path: `configuration.store.mongodb.${option}`, found, remedy }, { cause });
}
