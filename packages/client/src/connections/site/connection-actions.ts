/** One connection: shown, and everything that a person can do with it; each deed ends in a redirect back to it. */
import { ClientError } from '../../client-error.ts';
import { type ConnectionView, FieldProblem, type SignInUnderWay } from '../connections.ts';
import { change, fieldsOf, showChanging } from './adding.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { attemptCookie } from './cookies.ts';
import { readForm } from './form.ts';
import { connectionPage, type ConnectionProps } from './pages/connection.ts';
import { problemPage, removePage } from './pages/messages.ts';
import { type Done, doneWords, explained, failureOf } from './pages/words.ts';
import type { Room, Visit } from './room.ts';

export const callbackPath = '/oauth/callback';

interface Deed {
  readonly room: Room;
  readonly visit: Visit;
  readonly connection: ConnectionView;
  readonly form: URLSearchParams;
}

type Act = (deed: Deed) => Promise<Response>;

const backTo = ({ id }: ConnectionView, done?: Done, cookies: readonly string[] = []): Response =>
  seeOther(`/connections/${id}${done === undefined ? '' : `?done=${done}`}`, cookies);

const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['credential', giveCredential],
  ['sign-in', beginSignIn],
  ['disconnect', disconnect],
  ['test', test],
  ['approve', approve],
  ['tools', switchTools],
  ['remove', remove],
]);

export const isAct = (name: string): boolean => acts.has(name);

export async function showConnection(room: Room, visit: Visit, id: string): Promise<Response> {
  const connection = await room.connections.find(visit.by, id);
  if (!connection) return notThere(room, visit);
  return shown({ room, visit }, { connection, done: doneWords(visit.url.searchParams.get('done')) });
}

/** The pages that admins come to from there. */
export async function showForAdmins(room: Room, visit: Visit, [id, page]: readonly [string, string]) {
  const connection = await room.connections.find(visit.by, id);
  if (!connection || !visit.viewer.isAdmin) return notThere(room, visit);
  if (page === 'edit') return showChanging(room, visit, connection);
  if (page === 'remove') return pageAnswer(removePage(room.page, { viewer: visit.viewer, connection }));
  return notThere(room, visit);
}

export async function changeOne(room: Room, visit: Visit, id: string): Promise<Response> {
  const connection = await room.connections.find(visit.by, id);
  return connection ? change(room, visit, connection) : notThere(room, visit);
}

export async function act(room: Room, visit: Visit, [id, name]: readonly [string, string]): Promise<Response> {
  const form = await readForm(visit.request, visit.session, room.origin);
  const connection = await room.connections.find(visit.by, id);
  const chosen = acts.get(name);
  if (!connection || !chosen) return notThere(room, visit);
  try {
    return await chosen({ room, visit, connection, form });
  } catch (error) {
    return refused({ room, visit }, connection, error);
  }
}

/** The answer of a server's sign-in, in the browser and by the person that it was begun for. */
export async function finishConnecting(room: Room, visit: Visit): Promise<Response> {
  const name = cookieOf(visit.url);
  const [id = '', binding = ''] = (room.cookies.read(visit.request, name) ?? '').split('~').map(decoded);
  const gone = room.cookies.write(name, '');
  try {
    const finished = await room.connections.finishSignIn(visit.by, visit.url, binding);
    if (finished.kind === 'again') return leadTo(room, id, finished.begun);
    const { connection } = finished;
    return backTo(connection, connection.state.kind === 'connected' ? 'connected' : undefined, [gone]);
  } catch (error) {
    const connection = id === '' ? undefined : await room.connections.find(visit.by, id);
    if (connection) return refused({ room, visit }, connection, error);
    if (!(error instanceof ClientError)) throw error;
    const { what, help } = explained(error.code);
    return pageAnswer(problemPage(room.page, { viewer: visit.viewer, heading: what, words: help }), { status: 403 });
  }
}

async function giveCredential({ room, visit, connection, form }: Deed): Promise<Response> {
  const { authentication, id } = connection;
  const typed = (name: string) => (form.get(name) ?? '').trim();
  const given =
    authentication.kind === 'headers'
      ? { values: Object.fromEntries(authentication.names.map((name, index) => [name, typed(`value-${index}`)])) }
      : { key: typed('key') };
  const url = form.get('url') ?? '';
  const { state } = await room.connections.giveCredential(visit.by, id, { ...given, url });
  return backTo(connection, state.kind === 'connected' ? 'connected' : undefined);
}

async function beginSignIn({ room, visit, connection }: Deed): Promise<Response> {
  return leadTo(room, connection.id, await room.connections.beginSignIn(visit.by, connection.id));
}

/** What ties the answer to this browser goes with it; nothing of it is in the address. */
function leadTo(room: Room, id: string, { url, binding }: SignInUnderWay): Response {
  const value = [id, binding].map(encodeURIComponent).join('~');
  return seeOther(url.href, [room.cookies.write(cookieOf(url), value, 1800)]);
}

async function disconnect({ room, visit, connection }: Deed): Promise<Response> {
  const { isRevoked } = await room.connections.disconnect(visit.by, connection.id);
  const isElsewhere = isRevoked || connection.authentication.kind !== 'oauth';
  return backTo(connection, isElsewhere ? (isRevoked ? 'disconnected' : 'forgotten') : 'disconnected-here');
}

async function test({ room, visit, connection }: Deed): Promise<Response> {
  const { state } = await room.connections.test(visit.by, connection.id);
  return backTo(connection, state.kind === 'connected' ? 'tested' : undefined);
}

async function approve({ room, visit, connection, form }: Deed): Promise<Response> {
  await room.connections.approveTools(visit.by, connection.id, form.getAll('version'));
  return backTo(connection, 'approved');
}

/** What stood in the form, and is otherwise now: a tool that came meanwhile stays as it is. */
async function switchTools({ room, visit, connection, form }: Deed): Promise<Response> {
  const [shownOnes, on] = [new Set(form.getAll('shown')), new Set(form.getAll('on'))];
  for (const { name, isOn } of connection.tools) {
    if (!shownOnes.has(name) || on.has(name) === isOn) continue;
    // One after the other: each is a change of one record.
    // oxlint-disable-next-line no-await-in-loop
    await room.connections.switchTool(visit.by, connection.id, { tool: name, isOn: !isOn });
  }
  return backTo(connection, 'saved');
}

async function remove({ room, visit, connection }: Deed): Promise<Response> {
  await room.connections.remove(visit.by, connection.id);
  return seeOther('/?done=removed');
}

type Where = Pick<Deed, 'room' | 'visit'>;

function shown({ room, visit }: Where, props: Omit<ConnectionProps, 'viewer' | 'now'>, status = 200): Response {
  const page = connectionPage(room.page, { viewer: visit.viewer, now: room.now(), ...props });
  // Its form leads to wherever the server signs people in, which is known when it is asked.
  const schemes = room.origin.startsWith('https:') ? ['https:'] : ['https:', 'http:'];
  const isLeading = props.connection.authentication.kind === 'oauth';
  return pageAnswer(page, { status, formActionTargets: isLeading ? schemes : [] });
}

function refused(where: Where, connection: ConnectionView, error: unknown): Response {
  if (error instanceof FieldProblem) {
    return shown(where, { connection, problems: fieldsOf(error), failure: { words: error.message } }, 422);
  }
  if (!(error instanceof ClientError) || error.code === 'forbidden') throw error;
  return shown(where, { connection, failure: failureOf(error, connection.url) }, 422);
}

export function notThere(room: Room, { viewer }: Visit): Response {
  const words = 'Perhaps it was removed, or the address is not complete.';
  return pageAnswer(problemPage(room.page, { viewer, heading: 'There is nothing here', words }), { status: 404 });
}

const cookieOf = (url: URL): string => attemptCookie('connect_', url.searchParams.get('state') ?? '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
