/** Adding and changing a server: what was typed is judged, the server is asked where nobody said what it wants. */
import { ClientError } from '../../client-error.ts';
import { type ConnectionView, FieldProblem } from '../connections.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { readForm } from './form.ts';
import { addPage, type AddProps } from './pages/add.ts';
import { nothingTyped, type Typed } from './pages/typed.ts';
import { failureOf, formerWords } from './pages/words.ts';
import type { Room, Visit } from './room.ts';
import {
  authenticationOf,
  fieldsOf,
  isEnough,
  isNobodys,
  lookAtIssuer,
  suggested,
  typedIn,
  typedOf,
} from './typed-form.ts';

export function showAdding(room: Room, visit: Visit): Response {
  return shownFirst({ room, visit, typed: nothingTyped });
}

export function showChanging(room: Room, visit: Visit, changing: ConnectionView): Response {
  return shownFirst({ room, visit, typed: typedOf(changing), changing });
}

/** As it is, or with what was entered when the session ended. */
function shownFirst({ room, visit, typed, changing }: Judged): Response {
  const kept = room.keptForms.take(visit.request);
  const revision = kept?.form.get('revision') ?? '';
  const props = {
    viewer: visit.viewer,
    redirectUri: room.redirectUri,
    openedAt: room.now(),
    typed: kept ? typedIn(kept.form) : typed,
    // What was changed since it was entered is told of when it is sent.
    changing: changing && kept ? { ...changing, revision } : changing,
    notice:
      kept && 'This is what you had entered. Nothing of it is saved yet, and what is secret has to be typed again.',
  };
  return pageAnswer(addPage(room.page, props), kept && { cookies: [kept.cookie] });
}

export async function add(room: Room, visit: Visit): Promise<Response> {
  const { form, isFormer } = await readForm(visit.request, visit.session, room.origin);
  const typed = typedIn(form);
  return judged({ room, visit, typed, isFormer }, async (again) => {
    const isCheck = form.get('step') === 'check';
    if (!isCheck && isNobodys(typed)) return askWhose({ room, visit, typed }, again);
    const isAsked = isCheck || (typed.kind === 'auto' && typed.clientId === '');
    const detected = isAsked ? await room.connections.detect(visit.by, typed.url) : undefined;
    if (detected && (isCheck || !isEnough(detected))) {
      return again({ detected, typed: { ...typed, ...suggested(detected, typed) } });
    }
    const authentication = authenticationOf({ typed, form, detected });
    const { name, url, ownership } = typed;
    const adding = room.connections.add(visit.by, { name, url, authentication, ownership });
    const { id } = await adding.catch((error: unknown) => addedBefore({ room, visit, typed }, form, error));
    return seeOther(`/connections/${id}?done=added`);
  });
}

/** The server says whom it names, and the admin whether that is who gave them the client. */
async function askWhose({ room, visit, typed }: Judged, again: Again): Promise<Response> {
  const detected = await room.connections.detect(visit.by, typed.url);
  return again({ detected, typed: { ...typed, ...suggested(detected, typed) }, problems: lookAtIssuer });
}

/** By the first of two presses. */
async function addedBefore(
  { room, visit: { by }, typed }: Judged,
  form: URLSearchParams,
  error: unknown,
): Promise<ConnectionView> {
  const isTaken = error instanceof FieldProblem && Object.keys(error.fields).join() === 'name';
  const all = isTaken ? await room.connections.list(by) : [];
  const found = all.find(
    ({ name, url, ownership, authentication: { kind }, addedBy, addedAt }) =>
      [name, url, ownership, addedBy].join('\n') ===
        [typed.name, hrefOf(typed.url), typed.ownership, by.name].join('\n') &&
      (typed.kind === 'auto' || typed.kind === kind) &&
      // Since the page with the form was made.
      addedAt >= Number(form.get('openedAt') ?? Infinity),
  );
  if (found) return found;
  throw error;
}

/** Only what is another than before is changed: whatever says how to sign in again ends everyone's access. */
export async function change(room: Room, visit: Visit, changing: ConnectionView): Promise<Response> {
  const { form, isFormer } = await readForm(visit.request, visit.session, room.origin);
  const typed = typedIn(form);
  const saved = seeOther(`/connections/${changing.id}?done=saved`);
  return judged({ room, visit, typed, changing, isFormer }, async (again) => {
    const before = typedOf(changing);
    const isSecret = (form.get('clientSecret') ?? '') !== '';
    const revision = form.get('revision') ?? '';
    // By the first of two presses, perhaps.
    if (revision !== changing.revision && !isSecret && isSame(typed, before)) return saved;
    if (isNobodys(typed)) return askWhose({ room, visit, typed }, again);
    const isOtherWay = isSecret || waysOf(typed) !== waysOf(before);
    await room.connections.change(visit.by, changing.id, {
      // As it was when the form was made: nothing that somebody else changed since is overruled unseen.
      revision,
      ...(typed.name !== before.name && { name: typed.name }),
      ...(typed.url !== before.url && { url: typed.url }),
      ...(isOtherWay && { authentication: authenticationOf({ typed, form, detected: undefined }) }),
    });
    return saved;
  });
}

const waysOf = ({ kind, header, headerNames, clientId, issuer }: Typed) =>
  JSON.stringify([kind, header, headerNames, clientId, clientId === '' ? '' : issuer]);

const isSame = (typed: Typed, saved: Typed) =>
  typed.name === saved.name && hrefOf(typed.url) === saved.url && waysOf(typed) === waysOf(saved);

/** As the registry writes it. */
const hrefOf = (url: string) => (URL.canParse(url) ? new URL(url).href : url);

type Again = (more: Partial<AddProps>) => Response;

interface Judged {
  readonly room: Room;
  readonly visit: Visit;
  readonly typed: Typed;
  readonly changing?: ConnectionView;
  readonly isFormer?: boolean;
}

/** Whatever is refused is shown in the form again, with what was typed. */
async function judged(
  { room, visit, isFormer = false, ...kept }: Judged,
  work: (again: Again) => Promise<Response>,
): Promise<Response> {
  const again: Again = (more) => {
    const props = { viewer: visit.viewer, redirectUri: room.redirectUri, openedAt: room.now(), ...kept, ...more };
    return pageAnswer(addPage(room.page, props), { status: more.detected ? 200 : 422 });
  };
  try {
    if (!isFormer) return await work(again);
    if (visit.viewer.isAdmin) return again({ notice: formerWords });
    throw new ClientError('forbidden', 'only an admin may add or change a connection');
  } catch (error) {
    if (error instanceof FieldProblem) {
      const changing = kept.changing && (await room.connections.find(visit.by, kept.changing.id));
      const isMeanwhile = changing !== undefined && error.fields['connection'] !== undefined;
      return isMeanwhile ? again({ changing, meanwhile: typedOf(changing) }) : again({ problems: fieldsOf(error) });
    }
    if (!(error instanceof ClientError) || error.code === 'forbidden') throw error;
    return again({ failure: failureOf(error, { address: kept.typed.url, isAdmin: true }) });
  }
}
