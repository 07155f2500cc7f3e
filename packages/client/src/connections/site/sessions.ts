/** Who is signed in at the site: the browser holds a random value, the store its hash and the sealed person (OWASP session management). */
import { SealError, type DocumentStore, type Sealer } from '@granthouse/storage';
import { createHash, randomBytes } from 'node:crypto';
import { ClientError } from '../../client-error.ts';
import { collections } from '../collections.ts';
import { forgetKnown, hasLeft, rememberPerson } from '../people.ts';
import { personId } from '../person-id.ts';
import type { Cookies } from './cookies.ts';
import type { SignedInPerson } from './sign-in.ts';

const { connection_site_session, connection_person, connection_left } = collections;
/** Those of the connections, so that whoever is forgotten there has no session here. */
export const siteCollections = { connection_site_session, connection_person, connection_left };

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
  /** The cookie to be set. Throws ClientError `forbidden` for whoever has left the team. */
  begin(person: SignedInPerson): Promise<string>;
  end(request: Request): Promise<string>;
}

interface Parts {
  readonly store: DocumentStore;
  readonly sealer: Sealer;
  /** Whose word it is. */
  readonly issuer: string;
  readonly cookies: Cookies;
  readonly now: () => number;
}

export function sessionsOf({ store, sealer, issuer, cookies, now }: Parts): Sessions {
  // Whoever writes into the store signs nobody in, and nobody is somebody else whom another issuer calls by the same id.
  const placeOf = (key: string) => JSON.stringify(['connections/site/session', issuer, key]);
  return {
    async find(request) {
      const id = cookies.read(request, cookie);
      if (id === undefined) return undefined;
      const key = hashed('session', id);
      const kept = await store.get(collection, key);
      const person = personIn(sealer, kept?.['sealed'], placeOf(key));
      return person && { person, csrfToken: hashed('form', id) };
    },
    async begin(person) {
      const id = randomBytes(32).toString('base64url');
      const key = hashed('session', id);
      const sealed = sealer.seal(JSON.stringify(person), placeOf(key));
      const by = personId(issuer, person.id);
      await store.insert(collection, key, { person: by, sealed }, now() + life * 1000);
      await rememberPerson({ store }, { ...person, id: by });
      if (await hasLeft({ store }, by)) {
        await store.delete(collection, key);
        await forgetKnown({ store }, by);
        throw new ClientError('forbidden', 'this person has left the team');
      }
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

function personIn(sealer: Sealer, sealed: unknown, place: string): SignedInPerson | undefined {
  if (typeof sealed !== 'string') return undefined;
  try {
    return JSON.parse(sealer.open(sealed, place)) as SignedInPerson;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

const hashed = (use: string, id: string): string => createHash('sha256').update(`${use}\n${id}`).digest('base64url');
