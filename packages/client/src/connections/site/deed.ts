/** One thing that a person asks of a connection, and the answers to it: back to its page, or its page with what is wrong. */
import { ClientError } from '../../client-error.ts';
import { type ConnectionView, FieldProblem } from '../connections.ts';
import { pageAnswer, seeOther } from './answers.ts';
import { connectionPage, type ConnectionProps } from './pages/connection.ts';
import { problemPage } from './pages/messages.ts';
import { type Done, failureOf } from './pages/words.ts';
import type { Room, Visit } from './room.ts';
import { fieldsOf } from './typed-form.ts';

export interface Deed {
  readonly room: Room;
  readonly visit: Visit;
  readonly connection: ConnectionView;
  readonly form: URLSearchParams;
}

type Where = Pick<Deed, 'room' | 'visit'>;

export const backTo = ({ id }: ConnectionView, done?: Done, cookies: readonly string[] = []): Response =>
  seeOther(`/connections/${id}${done === undefined ? '' : `?done=${done}`}`, cookies);

export function shown({ room, visit }: Where, props: Omit<ConnectionProps, 'viewer' | 'now'>, status = 200): Response {
  const page = connectionPage(room.page, { viewer: visit.viewer, now: room.now(), ...props });
  // Its form leads to wherever the server signs people in, which is known when it is asked.
  const schemes = room.origin.startsWith('https:') ? ['https:'] : ['https:', 'http:'];
  const isLeading = props.connection.authentication.kind === 'oauth';
  return pageAnswer(page, { status, formActionTargets: isLeading ? schemes : [] });
}

/** Shown as it is now, with why nothing came of what was asked for. */
export function refused(
  where: Where,
  props: Pick<ConnectionProps, 'connection' | 'entered'>,
  error: unknown,
): Response {
  if (error instanceof FieldProblem) {
    return shown(where, { ...props, problems: fieldsOf(error), failure: { words: error.message } }, 422);
  }
  if (!(error instanceof ClientError) || error.code === 'forbidden') throw error;
  return shown(
    where,
    { ...props, failure: failureOf(error, { address: props.connection.url, isAdmin: where.visit.viewer.isAdmin }) },
    422,
  );
}

export function notThere(room: Room, { viewer }: Visit): Response {
  const words = 'Perhaps it was removed, or the address is not complete.';
  return pageAnswer(problemPage(room.page, { viewer, heading: 'There is nothing here', words }), { status: 404 });
}
