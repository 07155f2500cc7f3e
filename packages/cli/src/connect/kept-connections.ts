/** A person's own connections on their machine: one sealed file each, bound to its URL and account. */
import { createHash } from 'node:crypto';
import {
  type Authorization,
  type AuthorizationKeeper,
  type HeaderFields,
  type KeptRecord,
  type Lease,
  leasedKeeper,
  type Reach,
  type SharedRecord,
} from '@granthouse/client';
import { writing } from '../unreadable.ts';
import type { Folders } from './folders.ts';
import { keyIn } from './key.ts';
import { sealedFiles, type SealedFiles, type SealedText } from './sealed-files.ts';

export type KeptCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'headers'; readonly fields: HeaderFields }
  | { readonly kind: 'oauth'; readonly authorization: Authorization; readonly lease?: Lease };

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
  /** Throws a CommandError where nothing can be kept, before a person signs in for nothing. */
  judgePlace(which: Which): Promise<void>;
  /** Resolves with what was kept in its place. */
  save(connection: KeptConnection): Promise<KeptConnection | undefined>;
  /** What was kept until then. */
  remove(which: Which): Promise<KeptConnection | undefined>;
  /** Its authorization, for as long as it is kept: what was forgotten meanwhile is not brought back. */
  keeper(which: Which): AuthorizationKeeper;
}

interface Places extends Folders {
  readonly warn: (message: string) => void;
}

export function keptConnections({ config, data, warn }: Places): KeptConnections {
  let key: Promise<Uint8Array> | undefined;
  const keyOnce = () => (key ??= keyIn(config, warn));
  const files = sealedFiles(data, { key: keyOnce, keyFolder: config });
  const read = async (id: string) => parsed(await files.read(id));
  return {
    find: (which) => read(idOf(which)),
    async list() {
      const all = await Promise.all((await files.ids()).map(read));
      return all
        .filter((each) => each !== undefined)
        .toSorted((a, b) => (a.url + a.account < b.url + b.account ? -1 : 1));
    },
    async judgePlace(which) {
      await writing(config, () => keyOnce());
      await files.change(idOf(which), (before) => before?.text);
    },
    save: async (connection) => parsed(await files.change(idOf(connection), () => JSON.stringify(connection))),
    remove: async (which) => parsed(await files.change(idOf(which), () => undefined)),
    keeper: (which) => leasedKeeper(recordOf(which, files)),
  };
}

function parsed(sealed: SealedText | undefined): KeptConnection | undefined {
  return sealed && (JSON.parse(sealed.text) as KeptConnection);
}

/** What a keeper changes of a connection. */
function recordOf({ url, account }: Which, files: SealedFiles): SharedRecord {
  const id = idOf({ url, account });
  return {
    async read() {
      const sealed = await files.read(id);
      const credential = parsed(sealed)?.credential;
      return { version: sealed?.version, kept: credential?.kind === 'oauth' ? keptOf(credential) : {} };
    },
    async replace(version, { authorization, lease }) {
      let isReplaced = false;
      await files.change(id, (sealed) => {
        isReplaced = sealed?.version === version;
        if (!isReplaced) return sealed?.text;
        if (!authorization) return undefined;
        const credential = { kind: 'oauth', authorization, ...(lease && { lease }) } as const;
        const connection = parsed(sealed) ?? { url, account, reach: {}, connectedAt: Date.now() };
        return JSON.stringify({ ...connection, credential } satisfies KeptConnection);
      });
      return isReplaced;
    },
  };
}

const keptOf = ({ authorization, lease }: KeptRecord): KeptRecord => ({
  ...(authorization && { authorization }),
  ...(lease && { lease }),
});

function idOf({ url, account }: Which): string {
  return createHash('sha256').update(`${account}\n${url}`).digest('hex').slice(0, 32);
}
