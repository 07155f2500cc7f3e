/** The door of the site: to the authorization server, back from it, and out again. */
import { ownPath } from '@granthouse/pages';
import { ClientError } from '../../client-error.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { readForm } from './form.ts';
import { welcomePage } from './pages/messages.ts';
import { doneWords, explained } from './pages/words.ts';
import type { Room, Visit } from './room.ts';

export const signInPath = '/sign-in';
export const signedInPath = '/signed-in';
export const signOutPath = '/sign-out';

interface Told {
  readonly failure?: string;
  readonly cookies?: readonly string[];
}

/** For whoever isn't signed in, wherever they wanted to go. */
export function welcome(room: Room, url: URL, { failure, cookies }: Told = {}): Response {
  const isHome = url.pathname === '/';
  // What was sent to a connection is gone: the person comes back to the connection itself.
  const page = url.pathname.replace(/^(\/connections\/[\w-]+)\/(?!edit$|remove$).*/, '$1');
  const to = isHome ? '' : `?to=${encodeURIComponent(page)}`;
  const done = doneWords(url.searchParams.get('done'));
  const shown = welcomePage(room.page, { signInPath: `${signInPath}${to}`, done, failure });
  return pageAnswer(shown, { status: isHome ? 200 : 403, ...(cookies && { cookies }) });
}

/** For whoever sends something when their session has ended. */
export async function turnAway(room: Room, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === signOutPath) return seeOther('/?done=signed-out');
  const cookie = await room.keptForms.keep(request);
  const failure = `You are signed out by now, so nothing was done. Sign in, and ${cookie === undefined ? 'do it once more' : 'you find what you entered'}.`;
  return welcome(room, url, { failure, ...(cookie !== undefined && { cookies: [cookie] }) });
}

export async function beginSignIn(room: Room, request: Request): Promise<Response> {
  const to = new URL(request.url).searchParams.get('to') ?? '/';
  try {
    const { url, cookies } = await room.signIn.begin(request, pathOr(to, '/'));
    return seeOther(url.href, cookies);
  } catch (error) {
    return notSignedIn(room, error);
  }
}

export async function finishSignIn(room: Room, request: Request): Promise<Response> {
  try {
    const { person, to, cookie } = await room.signIn.finish(request);
    return seeOther(to, [cookie, await room.sessions.begin(person)]);
  } catch (error) {
    return notSignedIn(room, error);
  }
}

export async function signOut(room: Room, { request, session }: Visit): Promise<Response> {
  await readForm(request, session, room.origin);
  return seeOther('/?done=signed-out', [await room.sessions.end(request)]);
}

function notSignedIn(room: Room, error: unknown): Response {
  if (!(error instanceof ClientError)) throw error;
  // The operator's to mend; what a person chose, or a stranger sent, is nothing to be told.
  const isTheirs =
    error.code === 'response_mismatch' || error.code === 'forbidden' || error.details.error === 'access_denied';
  if (!isTheirs) room.log.error({ ...error.details, code: error.code, ...remedyFor(room, error) }, 'a sign-in failed');
  return welcome(room, new URL('/', room.origin), { failure: signInWords(error) });
}

/** RFC 8707 §2: what an operator forgets first. */
const remedyFor = ({ endpoint }: Room, { message, details }: ClientError) =>
  details.error === 'invalid_target'
    ? { cause: message, remedy: `list ${endpoint} in the resources of the authorization server` }
    : { cause: message };

function signInWords({ code, details }: ClientError): string {
  if (details.error === 'access_denied') return 'You were not signed in. If that was not meant, try once more.';
  if (code === 'forbidden')
    return 'You have been removed from here. If that was not meant, tell whoever runs this site.';
  if (code === 'response_mismatch') return `${explained(code).what} Sign in once more.`;
  return 'Signing in does not work right now. Try again in a minute; if it stays so, tell whoever runs this site.';
}

/** It goes into a header, where whatever else a path may have is encoded (RFC 9110 §5.5). */
function pathOr(path: string, other: string): string {
  if (!/^[\x21-\x7e]{1,200}$/.test(path)) return other;
  try {
    return ownPath(path);
  } catch {
    return other;
  }
}
