/**
 * The web pages of a team's connections: who is signed in sees them, connects and disconnects; admins add and remove.
 * Web-standard requests in, responses out; every URL that leaves comes from the configured one. This file is the order.
 */
import { type Brand, stylesheet } from '@granthouse/pages';
import { isLoopbackHost } from '@granthouse/protocol';
import { createSealer, type Secret, type StorageEngine } from '@granthouse/storage';
import { ClientError } from '../../client-error.ts';
import type { Fetch } from '../../network/guarded-fetch.ts';
import type { Connections } from '../connections.ts';
import { add, showAdding } from './adding.ts';
import { pageAnswer } from './answers.ts';
import { siteScript } from './assets/script.ts';
import { siteRules } from './assets/stylesheet-rules.ts';
import {
  act,
  callbackPath,
  changeOne,
  finishConnecting,
  isAct,
  showConnection,
  showForAdmins,
} from './connection-actions.ts';
import { cookiesOf } from './cookies.ts';
import {
  beginSignIn,
  finishSignIn,
  signedInPath,
  signInPath,
  signOut,
  signOutPath,
  turnAway,
  welcome,
} from './entering.ts';
import { notThere } from './deed.ts';
import { filesOf } from './files.ts';
import { ForeignForm } from './form.ts';
import { keptForms } from './kept-form.ts';
import { listPage } from './pages/list.ts';
import { problemPage } from './pages/messages.ts';
import { doneWords } from './pages/words.ts';
import { adminsOf, type Log, type Room, type Visit, visitOf } from './room.ts';
import { sessionsOf, siteCollections } from './sessions.ts';
import { signInOf, type SignInOptions } from './sign-in.ts';

export interface SiteOptions {
  /** The origin of the site as people type it, such as https://connections.example.com. */
  readonly url: string;
  readonly connections: Connections;
  /** The authorization server where people sign in. */
  readonly issuer: string;
  /** Where agents find all tools; the authorization server lists it as a resource. */
  readonly endpoint: string;
  /** Registered at the authorization server by its operator; by default the site registers itself. */
  readonly client?: SignInOptions['client'];
  /** Logins of those who add and remove; or their subjects, as `sub:…`, where people choose their own login. */
  readonly admins: readonly string[];
  readonly brand?: Brand & { readonly accent?: string };
  /** That of the connections: whoever is forgotten there is signed out here. */
  readonly storage: StorageEngine;
  readonly secret: Secret;
  readonly otherSecrets?: readonly Secret[];
  /** Reaches the authorization server. */
  readonly fetch: Fetch;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface Site {
  readonly origin: string;
  /** Answers every request that is for a person; never rejects. */
  handle(request: Request): Promise<Response>;
  /** Closes what the site opened; the connections stay open. */
  close(): Promise<void>;
}

/** Where authorization servers send people back to, from the URL of the site. */
export const callbackOf = (url: string): string => new URL(callbackPath, url).href;

export async function createSite(options: SiteOptions): Promise<Site> {
  const { connections, admins, storage, brand: { accent, ...brand } = { name: 'Granthouse' }, log } = options;
  const { now = Date.now, secret, otherSecrets = [] } = options;
  const origin = new URL(options.url).origin;
  const [sheet, script, cookies] = [
    stylesheet({ ...(accent !== undefined && { accent }), more: siteRules }),
    siteScript(),
    cookiesOf(origin),
  ];
  const sealer = createSealer(secret, { others: otherSecrets });
  const store = await storage.open(siteCollections);
  const { issuer, client, fetch, endpoint } = options;
  // Beside the name of the resource, such as "Northwind connections", which people read in the same sentence.
  const named = { name: 'Team connections', redirectUri: new URL(signedInPath, origin).href };
  const room: Room = {
    connections,
    cookies,
    keptForms: keptForms({ cookies, sealer, origin, now }),
    origin,
    endpoint,
    now,
    log,
    sessions: sessionsOf({ store, sealer, issuer, cookies, now }),
    signIn: signInOf({ issuer, resource: endpoint, ...named, ...(client && { client }), fetch, cookies, sealer, now }),
    page: { brand, stylesheetPath: sheet.path, scriptPath: script.path, homePath: '/' },
    redirectUri: callbackOf(origin),
    issuer,
    admins: adminsOf(admins),
  };
  const files = filesOf({ sheet, script, brand: brand.name, origin, redirectUri: room.redirectUri });
  return { origin, handle: (request) => handle(room, files, request), close: () => store.close() };
}

type Files = ReturnType<typeof filesOf>;

async function handle(room: Room, files: Files, request: Request): Promise<Response> {
  try {
    // RFC 9110 §9.3.2: HEAD is what GET is, without the content.
    if (request.method !== 'HEAD') return await answer(room, files, request);
    const { status, headers } = await answer(room, files, new Request(request, { method: 'GET' }));
    return new Response(null, { status, headers });
  } catch (error) {
    return failed(room, error);
  }
}

async function answer(room: Room, files: Files, request: Request): Promise<Response> {
  const url = new URL(request.url);
  // A page whose name was rebound to this machine must not drive the site.
  const host = request.headers.get('host') ?? url.host;
  const own = new URL(room.origin);
  if (isLoopbackHost(own.hostname) && host.toLowerCase() !== own.host) return new Response(null, { status: 421 });
  const isGet = request.method === 'GET';
  const file = isGet ? files(url.pathname) : undefined;
  if (file) return file;
  if (isGet && url.pathname === signInPath) return beginSignIn(room, request);
  if (isGet && url.pathname === signedInPath) return finishSignIn(room, request);
  const session = await room.sessions.find(request);
  if (!session) return request.method === 'POST' ? turnAway(room, request) : welcome(room, url);
  const visit = visitOf(request, session, room);
  return isGet ? shown(room, visit) : done(room, visit);
}

async function shown(room: Room, visit: Visit): Promise<Response> {
  const { pathname } = visit.url;
  if (pathname === '/') return showList(room, visit);
  if (pathname === '/add' && visit.viewer.isAdmin) return showAdding(room, visit);
  if (pathname === callbackPath) return finishConnecting(room, visit);
  const [id, page] = partsOf(pathname);
  if (id !== undefined && page === undefined) return showConnection(room, visit, id);
  if (id !== undefined && page !== undefined) return showForAdmins(room, visit, [id, page]);
  return notThere(room, visit);
}

async function done(room: Room, visit: Visit): Promise<Response> {
  const { request, url } = visit;
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD, POST' } });
  if (url.pathname === signOutPath) return signOut(room, visit);
  if (url.pathname === '/add') return add(room, visit);
  const [id, name] = partsOf(url.pathname);
  if (id !== undefined && name === 'edit') return changeOne(room, visit, id);
  return id !== undefined && name !== undefined && isAct(name) ? act(room, visit, [id, name]) : notThere(room, visit);
}

const partsOf = (path: string): [id: string | undefined, name: string | undefined] => {
  const found = /^\/connections\/(?<id>[\w-]{1,64})(?:\/(?<name>[a-z-]+))?$/.exec(path)?.groups;
  return [found?.['id'], found?.['name']];
};

async function showList(room: Room, { by, viewer, url }: Visit): Promise<Response> {
  const connections = await room.connections.list(by);
  const words = doneWords(url.searchParams.get('done'));
  return pageAnswer(listPage(room.page, { viewer, connections, endpoint: room.endpoint, done: words }));
}

function failed({ page, log }: Room, error: unknown): Response {
  if (error instanceof ForeignForm) {
    const words = 'It is from another site, or from before you signed in. Open the page again, and do it once more.';
    return pageAnswer(problemPage(page, { heading: 'This form is not valid any more', words }), { status: 403 });
  }
  if (error instanceof ClientError) {
    const isForbidden = error.code === 'forbidden';
    const [heading, words] = isForbidden
      ? ['This is not allowed to you', 'Admins of the site can do it.']
      : ['This is too much at once', 'Go back, and send less of it.'];
    return pageAnswer(problemPage(page, { heading, words }), { status: isForbidden ? 403 : 413 });
  }
  const id = crypto.randomUUID().slice(0, 8);
  log.error({ id, cause: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a request failed');
  const words = `This is a fault of ours. Try again; if it stays so, tell whoever runs this site: ${id}.`;
  return pageAnswer(problemPage(page, { heading: 'Something went wrong', words }), { status: 500 });
}
