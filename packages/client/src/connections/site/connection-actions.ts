/** One connection: shown, and everything that a person can do with it; each deed ends in a redirect back to it. */
import { ClientError } from '../../client-error.ts';
import { FieldProblem, type SignInUnderWay } from '../connections.ts';
import { change, showChanging } from './adding.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { attemptCookie } from './cookies.ts';
import { backTo, type Deed, notThere, refused, shown } from './deed.ts';
import { readForm } from './form.ts';
import { problemPage, removePage } from './pages/messages.ts';
import { doneWords, explained, formerWords } from './pages/words.ts';
import type { Room, Visit } from './room.ts';
import { approve, enteredTools, switchTools } from './tool-actions.ts';

export const callbackPath = '/oauth/callback';

type Act = (deed: Deed) => Promise<Response>;

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
  const { form, isFormer } = await readForm(visit.request, visit.session, room.origin);
  const connection = await room.connections.find(visit.by, id);
  const chosen = acts.get(name);
  // By the first of two presses; whoever may not remove is told so.
  if (!connection && name === 'remove') return removed(room, visit, id);
  if (!connection || !chosen) return notThere(room, visit);
  try {
    if (isFormer) throw new FieldProblem({ connection: formerWords });
    if ((form.get('revision') ?? connection.revision) !== connection.revision) throw changedMeanwhile();
    return await chosen({ room, visit, connection, form });
  } catch (error) {
    // As it is by now: some of what was asked for may be done.
    const now = (await room.connections.find(visit.by, id)) ?? connection;
    return refused({ room, visit }, { connection: now, entered: enteredTools(form, now) }, error);
  }
}

const changedMeanwhile = () =>
  new FieldProblem({
    connection:
      'Somebody changed this connection after you opened the page, so nothing was done. Look at it as it is now, and do it once more.',
  });

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
    if (connection) return refused({ room, visit }, { connection }, error);
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
      ? { values: Object.fromEntries(form.getAll('header').map((name, index) => [name, typed(`value-${index}`)])) }
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
  const { state } = connection;
  // By the first of two presses.
  if (state.kind === 'credential-needed' && state.why === 'first') return backTo(connection);
  const { isRevoked } = await room.connections.disconnect(visit.by, connection.id);
  const isElsewhere = isRevoked || connection.authentication.kind !== 'oauth';
  return backTo(connection, isElsewhere ? (isRevoked ? 'disconnected' : 'forgotten') : 'disconnected-here');
}

async function test({ room, visit, connection }: Deed): Promise<Response> {
  const { state } = await room.connections.test(visit.by, connection.id);
  return backTo(connection, state.kind === 'connected' ? 'tested' : undefined);
}

function remove({ room, visit, connection }: Deed): Promise<Response> {
  return removed(room, visit, connection.id);
}

async function removed(room: Room, visit: Visit, id: string): Promise<Response> {
  await room.connections.remove(visit.by, id);
  return seeOther('/?done=removed');
}

const cookieOf = (url: URL): string => attemptCookie('connect_', url.searchParams.get('state') ?? '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
