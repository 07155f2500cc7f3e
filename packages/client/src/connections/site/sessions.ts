/** Who is signed in at the site: the browser holds a random value, the store its hash and the person (OWASP session management). */
import type { DocumentStore } from '@granthouse/storage';
import { createHash, randomBytes } from 'node:crypto';
import type { Cookies } from './cookies.ts';
import type { SignedInPerson } from './sign-in.ts';

export const siteCollections = { connection_site_session: { indexes: [] } } as const;

const collection = 'connection_site_session';
const cookie = 'connections_session';

/** Seconds: a working day, after which the authorization server says again who this is. */
const life = 12 * 3600;

export interface Session {
  readonly person: SignedInPerson;
  /** For the forms of this browser alone. */
  readonly csrfToken: string;
}

export interface Sessions {
  find(request: Request): Promise<Session | undefined>;
  /** The cookie to be set. */
  begin(person: SignedInPerson): Promise<string>;
  end(request: Request): Promise<string>;
}

interface Parts {
  readonly store: DocumentStore;
  readonly cookies: Cookies;
  readonly now: () => number;
}

export function sessionsOf({ store, cookies, now }: Parts): Sessions {
  return {
    async find(request) {
      const id = cookies.read(request, cookie);
      if (id === undefined) return undefined;
      const kept = await store.get(collection, hashed('session', id));
      if (!kept) return undefined;
      return { person: kept['person'] as unknown as SignedInPerson, csrfToken: hashed('form', id) };
    },
    async begin(person) {
      const id = randomBytes(32).toString('base64url');
      await store.insert(collection, hashed('session', id), { person: { ...person } }, now() + life * 1000);
      // Those that ended take no space for ever; that it fails is no reason to stop anybody.
      store.sweep().catch(() => undefined);
      return cookies.write(cookie, id, life);
    },
    async end(request) {
      const id = cookies.read(request, cookie);
      if (id !== undefined) await store.delete(collection, hashed('session', id));
      return cookies.write(cookie, '');
    },
  };
}

const hashed = (use: string, id: string): string => createHash('sha256').update(`${use}\n${id}`).digest('base64url');
