/** A person's own connections on their machine: one sealed file each, bound to its URL and account. */
import { createHash } from 'node:crypto';
import {
  ClientError,
  type Authorization,
  type AuthorizationKeeper,
  type HeaderFields,
  type Reach,
} from '@granthouse/client';
import type { Folders } from './folders.ts';
import { keyIn } from './key.ts';
import { alone } from './lease.ts';
import { openSealedFiles, type SealedFiles } from './sealed-files.ts';

export type KeptCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'headers'; readonly fields: HeaderFields }
  | { readonly kind: 'oauth'; readonly authorization: Authorization };

export interface KeptConnection {
  readonly url: string;
  readonly account: string;
  readonly credential: KeptCredential;
  /** Where its server may be, and what it may name. */
  readonly reach: Reach;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
}

type Which = Pick<KeptConnection, 'url' | 'account'>;

export interface KeptConnections {
  find(which: Which): Promise<KeptConnection | undefined>;
  list(): Promise<KeptConnection[]>;
  save(connection: KeptConnection): Promise<void>;
  /** What was kept until then. */
  remove(which: Which): Promise<KeptConnection | undefined>;
  /** Its authorization, for as long as it is kept: what was forgotten meanwhile is not brought back. */
  keeper(which: Which): AuthorizationKeeper;
}

interface Opening extends Folders {
  readonly warn: (message: string) => void;
}

export async function openKeptConnections({ config, data, warn }: Opening): Promise<KeptConnections> {
  const files = await openSealedFiles(data, { key: await keyIn(config, warn), keyFolder: config });
  return {
    find: (which) => find(files, idOf(which)),
    async list() {
      const all = await Promise.all((await files.ids()).map((id) => find(files, id)));
      return all
        .filter((each) => each !== undefined)
        .toSorted((a, b) => (a.url + a.account < b.url + b.account ? -1 : 1));
    },
    save: (connection) => write(files, idOf(connection), connection),
    remove: (which) => remove(files, idOf(which)),
    keeper: (which) => keeperOf(files, idOf(which)),
  };
}

async function find(files: SealedFiles, id: string): Promise<KeptConnection | undefined> {
  const text = await files.read(id);
  return text === undefined ? undefined : (JSON.parse(text) as KeptConnection);
}

/** Whoever writes or removes waits for a renewal that is under way, so that it brings nothing back. */
function write(files: SealedFiles, id: string, connection: KeptConnection): Promise<void> {
  return alone(files.lease(id), () => files.write(id, JSON.stringify(connection)));
}

function remove(files: SealedFiles, id: string): Promise<KeptConnection | undefined> {
  return alone(files.lease(id), async () => {
    const kept = await find(files, id);
    await files.remove(id);
    return kept;
  });
}

function keeperOf(files: SealedFiles, id: string): AuthorizationKeeper {
  const load = async () => {
    const kept = await find(files, id);
    return kept?.credential.kind === 'oauth' ? { ...kept, credential: kept.credential } : undefined;
  };
  return {
    load: async () => (await load())?.credential.authorization,
    async save(authorization) {
      const kept = await load();
      if (!authorization) await remove(files, id);
      else if (kept) await write(files, id, { ...kept, credential: { kind: 'oauth', authorization } });
    },
    renew: (change) =>
      alone(files.lease(id), async () => {
        const kept = await load();
        if (!kept) throw new ClientError('sign_in_needed', 'a person has to sign in first');
        const authorization = await change(kept.credential.authorization);
        if (authorization === kept.credential.authorization) return authorization;
        await files.write(id, JSON.stringify({ ...kept, credential: { kind: 'oauth', authorization } }));
        return authorization;
      }),
  };
}

function idOf({ url, account }: Which): string {
  return createHash('sha256').update(`${account}\n${url}`).digest('hex').slice(0, 32);
}
