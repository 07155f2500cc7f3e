/** Adding and changing a server: what was typed is judged, the server is asked where nobody said what it wants. */
import { ClientError } from '../../client-error.ts';
import { type ConnectionView, type Detected, FieldProblem, type NewAuthentication } from '../connections.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { readForm } from './form.ts';
import { addPage, type AddProps } from './pages/add.ts';
import { kinds, nothingTyped, type Typed } from './pages/typed.ts';
import { failureOf } from './pages/words.ts';
import type { Room, Visit } from './room.ts';

export function showAdding(room: Room, { viewer }: Visit): Response {
  return pageAnswer(addPage(room.page, { viewer, typed: nothingTyped, redirectUri: room.redirectUri }));
}

export async function add(room: Room, visit: Visit): Promise<Response> {
  const form = await readForm(visit.request, visit.session, room.origin);
  const typed = typedIn(form);
  return judged({ room, visit, typed }, async (again) => {
    const isCheck = form.get('step') === 'check';
    const isAsked = isCheck || (typed.kind === 'auto' && typed.clientId === '');
    const detected = isAsked ? await room.connections.detect(visit.by, typed.url) : undefined;
    if (detected && (isCheck || !isEnough(detected))) {
      return again({ detected, typed: { ...typed, ...suggested(detected, typed) } });
    }
    const authentication = authenticationOf({ typed, form, detected });
    const { name, url, ownership } = typed;
    const added = await room.connections.add(visit.by, { name, url, authentication, ownership });
    return seeOther(`/connections/${added.id}?done=added`);
  });
}

export function showChanging(room: Room, { viewer }: Visit, connection: ConnectionView): Response {
  const typed = typedOf(connection);
  return pageAnswer(addPage(room.page, { viewer, typed, redirectUri: room.redirectUri, changing: connection }));
}

/** Only what is another than before is changed: whatever says how to sign in again ends everyone's access. */
export async function change(room: Room, visit: Visit, changing: ConnectionView): Promise<Response> {
  const form = await readForm(visit.request, visit.session, room.origin);
  const typed = typedIn(form);
  return judged({ room, visit, typed, changing }, async () => {
    const before = typedOf(changing);
    const isOtherWay =
      (['kind', 'header', 'headerNames', 'clientId'] as const).some((member) => typed[member] !== before[member]) ||
      (form.get('clientSecret') ?? '') !== '';
    await room.connections.change(visit.by, changing.id, {
      // As it was when the form was made: nothing that somebody else changed since is overruled unseen.
      revision: form.get('revision') ?? '',
      ...(typed.name !== before.name && { name: typed.name }),
      ...(typed.url !== before.url && { url: typed.url }),
      ...(isOtherWay && { authentication: authenticationOf({ typed, form, detected: undefined }) }),
    });
    return seeOther(`/connections/${changing.id}?done=saved`);
  });
}

type Again = (more: Partial<AddProps>) => Response;

interface Judged {
  readonly room: Room;
  readonly visit: Visit;
  readonly typed: Typed;
  readonly changing?: ConnectionView;
}

/** Whatever is refused is shown in the form again, with what was typed. */
async function judged({ room, visit, ...kept }: Judged, work: (again: Again) => Promise<Response>): Promise<Response> {
  const again: Again = (more) => {
    const props = { viewer: visit.viewer, redirectUri: room.redirectUri, ...kept, ...more };
    return pageAnswer(addPage(room.page, props), { status: more.detected ? 200 : 422 });
  };
  try {
    return await work(again);
  } catch (error) {
    if (error instanceof FieldProblem) {
      const changing = kept.changing && (await room.connections.find(visit.by, kept.changing.id));
      const isMeanwhile = changing !== undefined && error.fields['connection'] !== undefined;
      return isMeanwhile ? again({ changing, meanwhile: typedOf(changing) }) : again({ problems: fieldsOf(error) });
    }
    if (!(error instanceof ClientError) || error.code === 'forbidden') throw error;
    return again({ failure: failureOf(error, kept.typed.url) });
  }
}

function typedOf({ name, url, ownership, authentication }: ConnectionView): Typed {
  const { kind } = authentication;
  return {
    name,
    url,
    ownership,
    kind,
    header: kind === 'api-key' && !/^authorization$/i.test(authentication.header) ? authentication.header : '',
    headerNames: kind === 'headers' ? authentication.names.join('\n') : '',
    clientId: kind === 'oauth' ? (authentication.clientId ?? '') : '',
  };
}

function typedIn(form: URLSearchParams): Typed {
  const text = (name: string) => (form.get(name) ?? '').trim();
  return {
    name: text('name'),
    url: text('url'),
    kind: kinds.find((kind) => kind === form.get('kind')) ?? 'auto',
    ownership: form.get('ownership') === 'shared' ? 'shared' : 'personal',
    header: text('header'),
    headerNames: text('headerNames').replaceAll('\r\n', '\n'),
    clientId: text('clientId'),
  };
}

const isEnough = ({ asks }: Detected) => asks === 'none' || asks === 'oauth-ready';

/** Where a server wants a key and does not say how, most want one in a header. */
const suggested = ({ asks }: Detected, { kind }: Typed): Partial<Typed> =>
  asks === 'credential' && kind === 'auto' ? { kind: 'api-key' } : {};

interface Wanted {
  readonly typed: Typed;
  readonly form: URLSearchParams;
  readonly detected: Detected | undefined;
}

function authenticationOf({ typed, form, detected }: Wanted): NewAuthentication {
  switch (typed.kind) {
    case 'none':
      return { kind: 'none' };
    case 'headers':
      return { kind: 'headers', names: typed.headerNames.split(/[\s,:;]+/).filter(Boolean) };
    case 'api-key': {
      const key = typed.ownership === 'shared' ? (form.get('key') ?? '').trim() : '';
      return {
        kind: 'api-key',
        ...(typed.header !== '' && { header: typed.header }),
        ...(key !== '' && { key }),
      };
    }
    case 'auto':
    case 'oauth': {
      if (detected?.asks === 'none') return { kind: 'none' };
      const clientSecret = (form.get('clientSecret') ?? '').trim();
      return {
        kind: 'oauth',
        ...(typed.clientId !== '' && { clientId: typed.clientId }),
        ...(clientSecret !== '' && { clientSecret }),
      };
    }
  }
}

/** What the registry calls a field, as the form names it. */
const fieldNames: Readonly<Record<string, string>> = { names: 'headerNames' };

export const fieldsOf = ({ fields }: FieldProblem): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, words]) => [fieldNames[name] ?? name, words]));
