/** What an operator does beside the server, by the command: people, clients, a new secret. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run, type Terminal } from '../../../packages/cli/src/index.ts';
import { orderDesk } from '../../support/authorization-server.ts';
import type { Crossed } from './crossed-values.ts';
import { nextSecret, operatorSecret, resource } from './ground.ts';

export interface Commands {
  /** What was shown on standard output once, and what was typed. */
  readonly secrets: Crossed[];
  /** What was said on standard error. */
  readonly complained: string[];
  managePeopleAndClients(): Promise<void>;
  rotateSecret(): Promise<void>;
}

export async function commandsIn(folder: string, { issuer, store }: { issuer: string; store: object }) {
  const configuration = join(folder, 'granthouse.json');
  await writeFile(join(folder, 'secret'), operatorSecret);
  await writeFile(join(folder, 'next-secret'), nextSecret);
  const configure = (secrets: object) =>
    writeFile(configuration, JSON.stringify({ issuer, store, resources: [{ resource, ...orderDesk }], ...secrets }));
  const [secrets, complained]: [Crossed[], string[]] = [[], []];
  const granthouse = async (words: string[], password = '') => {
    const said: string[] = [];
    const terminal: Terminal = {
      say: (line) => void said.push(line),
      complain: (line) => void complained.push(line),
      password: async () => password,
      input: () => Promise.resolve(''),
      pasted: () => Readable.from([]),
      stopped: () => Promise.resolve(),
    };
    const status = await run([...words, '--config', configuration], terminal);
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${complained.join('\n')}`);
    if (password !== '') secrets.push({ name: 'password', value: password });
    const [, name, value] = /(client_secret|initial_access_token): (\S+)/.exec(said.join('\n')) ?? [];
    if (name !== undefined && value !== undefined) secrets.push({ name, value });
  };
  const commands: Commands = {
    secrets,
    complained,
    async managePeopleAndClients() {
      await configure({ secretFile: 'secret', otherSecretFiles: ['next-secret'] });
      await granthouse(['users', 'add', 'carol@example.com'], 'a password of Carol');
      await granthouse(['users', 'set-password', 'carol@example.com'], 'another password of Carol');
      await granthouse(['users', 'remove', 'carol@example.com']);
      const uri = ['--redirect-uri', 'https://a.example/cb'];
      await granthouse(['clients', 'add', 'Ledger', '--id', 'ledger', ...uri]);
      await granthouse(['clients', 'rotate-secret', 'ledger']);
      await granthouse(['clients', 'add', 'Warehouse', '--introspects', resource]);
      await granthouse(['clients', 'remove', 'ledger']);
      await granthouse(['registration-tokens', 'add', 'Workflows', '--uses', '3']);
      await granthouse(['registration-tokens', 'list']);
      await granthouse(['keys', 'rotate']);
      await granthouse(['authorizations', 'list']);
    },
    async rotateSecret() {
      await configure({ secretFile: 'next-secret', otherSecretFiles: ['secret'] });
      await granthouse(['keys', 'rotate-secret']);
    },
  };
  return commands;
}
