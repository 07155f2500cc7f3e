/** What every request at the site has at hand, and what is known of the one that came. */
import type { PageContext } from '@granthouse/pages';
import type { Connections, Person } from '../connections.ts';
import type { Cookies } from './cookies.ts';
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
  readonly page: PageContext;
  /** Of the site, as browsers name it. */
  readonly origin: string;
  /** Where an agent finds all tools. */
  readonly endpoint: string;
  /** Where authorization servers send people back to. */
  readonly redirectUri: string;
  readonly admins: ReadonlySet<string>;
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

export function visitOf(request: Request, session: Session, admins: ReadonlySet<string>): Visit {
  const { id, name, login } = session.person;
  const isAdmin = admins.has(id) || (login !== undefined && admins.has(sameLogin(login)));
  const viewer = { name: login ?? name, isAdmin, csrfToken: session.csrfToken };
  return { request, url: new URL(request.url), session, by: { id, name, isAdmin }, viewer };
}

/** Case and composition don't make another person. */
export const sameLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();
