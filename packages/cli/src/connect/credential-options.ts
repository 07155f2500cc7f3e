/** A key or headers that a command is given by name: values come from the environment or a prompt, never from an argument. */
import {
  apiKey,
  headerNameProblem,
  headerValueProblem,
  noCredential,
  ownHeaders,
  type Credential,
} from '@granthouse/client';
import type { Given } from '../arguments.ts';
import { CommandError, UsageError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';

export type GivenCredential =
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'headers'; readonly fields: Readonly<Record<string, string>> };

/**
 * `--api-key VARIABLE` and `--header NAME=VARIABLE`; `-` for a variable, or none, asks. Undefined when neither came.
 * No message holds what stands there: somebody may have passed the secret itself.
 */
export async function givenCredential(given: Given, terminal: Terminal): Promise<GivenCredential | undefined> {
  const variable = given.options['api-key'];
  const headers = given.lists['header'] ?? [];
  if (variable !== undefined && headers.length > 0) throw new UsageError('give --api-key or --header, not both');
  if (variable !== undefined) {
    return { kind: 'api-key', key: await headerValue(variable, { option: '--api-key', asks: 'API key', terminal }) };
  }
  if (headers.length === 0) return undefined;
  const fields: Record<string, string> = {};
  for (const header of headers) {
    const [name = '', ...rest] = header.split('=');
    const problem = headerNameProblem(name);
    if (problem !== undefined) {
      throw new UsageError(`--header takes NAME or NAME=VARIABLE, and no value. ${problem}`);
    }
    if (Object.keys(fields).some((each) => each.toLowerCase() === name.toLowerCase())) {
      throw new UsageError(`--header ${name} comes once`);
    }
    fields[name] = await headerValue(rest.length === 0 ? '-' : rest.join('='), {
      option: '--header',
      asks: name,
      terminal,
    });
  }
  return { kind: 'headers', fields };
}

/** As a connection shows it. */
export function shownCredential(given: GivenCredential | undefined): Credential {
  if (given === undefined) return noCredential;
  return given.kind === 'api-key' ? apiKey(given.key) : ownHeaders(given.fields);
}

interface Asked {
  readonly option: string;
  readonly asks: string;
  readonly terminal: Terminal;
}

async function headerValue(variable: string, asked: Asked): Promise<string> {
  const value = await givenSecret(variable, asked);
  const problem = headerValueProblem(value);
  if (problem !== undefined) throw new CommandError(`${asked.option}, ${asked.asks}: ${problem}`);
  return value;
}

/** `variable` names where it is; `-` asks. Throws a UsageError or CommandError that doesn't hold it. */
export async function givenSecret(variable: string, { option, asks, terminal }: Asked): Promise<string> {
  const value = variable === '-' ? await terminal.password(`${asks}: `) : fromEnvironment(variable, option);
  if (value === '') throw new CommandError(`${option}: there is no value for ${asks}`);
  return value;
}

function fromEnvironment(variable: string, option: string): string {
  if (!/^[A-Za-z_]\w{0,63}$/.test(variable)) {
    throw new UsageError(`${option} takes the name of an environment variable, or - to be asked; never the value`);
  }
  const value = process.env[variable];
  if (value === undefined) throw new CommandError(`the environment variable that ${option} names is not set`);
  return value.trimEnd();
}
