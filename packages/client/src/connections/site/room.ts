/** What every request at the site has at hand, and what is known of the one that came. */
import type { PageContext } from '@granthouse/pages';
import type { Connections, Person } from '../connections.ts';
import { sameLogin } from '../people.ts';
import { personId } from '../person-id.ts';
import type { Cookies } from './cookies.ts';
import type { KeptForms } from './kept-form.ts';
import type { Viewer } from './pages/frame.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

/** pino and its like satisfy it. */
export interface Log {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface Room {
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly cookies: Cookies;
  readonly keptForms: KeptForms;
  readonly page: PageContext;
  /** Of the site, as browsers name it. */
  readonly origin: string;
  /** Where an agent finds all tools. */
  readonly endpoint: string;
  /** Where authorization servers send people back to. */
  readonly redirectUri: string;
  /** Whose word it is who somebody is. */
  readonly issuer: string;
  readonly admins: Admins;
  readonly now: () => number;
  readonly log: Log;
}

/** A request of somebody who is signed in. */
export interface Visit {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session;
  readonly by: Person;
  readonly viewer: Viewer;
}

export function visitOf(
  request: Request,
  session: Session,
  { issuer, admins }: Pick<Room, 'issuer' | 'admins'>,
): Visit {
  const { id: subject, name, login } = session.person;
  const isAdmin = admins.subjects.has(subject) || (login !== undefined && admins.logins.has(sameLogin(login)));
  const viewer = { name: login ?? name, isAdmin, csrfToken: session.csrfToken };
  const by = { id: personId(issuer, subject), name, isAdmin };
  return { request, url: new URL(request.url), session, by, viewer };
}

export interface Admins {
  readonly subjects: ReadonlySet<string>;
  readonly logins: ReadonlySet<string>;
}

const subjectMark = 'sub:';

/** Whoever chooses their own login could choose the subject of an admin: what is marked as a subject is no login. */
export function adminsOf(named: readonly string[]): Admins {
  const logins = named.filter((each) => !each.startsWith(subjectMark));
  const subjects = named.filter((each) => each.startsWith(subjectMark)).map((each) => each.slice(subjectMark.length));
  return { subjects: new Set([...subjects, ...logins]), logins: new Set(logins.map(sameLogin)) };
}
