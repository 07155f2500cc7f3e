/** What every configuration file has: JSON, where the server listens, and names of secrets in the place of secrets. */
import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@granthouse/protocol';
import { z } from 'zod';
import { variableName } from './secret.ts';
import { isMissing, unreadable } from './unreadable.ts';

const oneSecret = 'name the secret: exactly one of secretFile and secretEnvironmentVariable';
const isPort = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

/** What can't stand in a file, or must not: an entry that was silently ignored would be believed. */
export const elsewhere = (remedy: string) => z.never({ error: remedy }).optional();

const otherFiles = 'name the files of other secrets: ["./granthouse.secret.before"]';
const otherVariables = 'name the environment variables of other secrets: ["GRANTHOUSE_SECRET_BEFORE"]';
const names = (remedy: string) => z.array(z.string(remedy).min(1, remedy), remedy).default([]);

/** `port` is the one that is taken where the file names none. */
export const listeningAt = (port: number) => ({
  port: z.custom<number>(isPort, 'use a port from 0 to 65535').default(port),
  host: z.string('use an address such as 127.0.0.1').optional(),
});

export const secretNames = {
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
};

interface NamedSecret {
  readonly secretFile?: string | undefined;
  readonly secretEnvironmentVariable?: string | undefined;
}

/** For `refine`, beside `secretNames`. */
export const namesOneSecret = (value: NamedSecret): boolean =>
  (value.secretFile === undefined) !== (value.secretEnvironmentVariable === undefined);
export const otherThanOneSecret = { path: ['secretFile'], error: oneSecret };

/** The remedy of whoever named no file, or none that can be read. */
export const shownIn = (page: string): string => `pass --config with a JSON file; ${page} shows one`;

interface Problem {
  readonly path: string;
  readonly remedy: string;
}

/** Throws a ConfigurationError that never shows what is in the file. */
export async function readJson(file: string, problem: Problem): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? `text that is not JSON${placeIn(cause)}` : unread(cause);
    const named = problem.path === file ? found : `${found}: ${file}`;
    throw new ConfigurationError({ ...problem, found: named }, { cause });
  }
}

export type Kind = 'authorization server' | 'connections';

/** Which of the two configurations it is: by the member that each of them alone has to have, if either. */
export function kindOf(json: unknown): Kind | undefined {
  const has = (member: string) => typeof json === 'object' && json !== null && Object.hasOwn(json, member);
  if (has('admins') === has('resources')) return undefined;
  return has('admins') ? 'connections' : 'authorization server';
}

/** Throws a ConfigurationError for the file of the other kind: a command would work on the other's store. */
export function refuseOtherThan(wanted: Kind, json: unknown, file: string): void {
  const kind = kindOf(json);
  if (kind === undefined || kind === wanted) return;
  const [found, remedy] = [`the configuration of ${called[kind]}`, `pass that of ${called[wanted]}`];
  throw new ConfigurationError({ path: file, found, remedy });
}

const called = { 'authorization server': 'an authorization server', connections: "a team's connections" } as const;

const unread = (cause: unknown): string => (isMissing(cause) ? 'no file' : `a file ${unreadable(cause)}`);

/** Where Node names it. Never the rest of its message, which may show a secret beside the place. */
function placeIn({ message }: SyntaxError): string {
  return (/ \(line \d+ column \d+\)/.exec(message) ?? [''])[0];
}
