/** What a form sends: read under a limit, and believed only from our own page in the browser that was shown it. */
import { timingSafeEqual } from 'node:crypto';
import { ClientError } from '../../client-error.ts';
import { readText } from '../../network/read-json.ts';
import type { Session } from './sessions.ts';

/** Two thousand tools that each have a key and a revision, or ten values of headers as long as they may be. */
const mostBytes = 400_000;

/** Why a form is not acted on: it came from elsewhere, or from before. */
export class ForeignForm extends Error {
  override readonly name = 'ForeignForm';
}

export interface SentForm {
  readonly form: URLSearchParams;
  /** A page of ours, shown to a session before: nothing may be done by it, and what stood in it can be shown again. */
  readonly isFormer: boolean;
}

/** Throws ForeignForm, and ClientError `too_large`. */
export async function readForm(request: Request, session: Session, origin: string): Promise<SentForm> {
  const form = await readAny(request, origin);
  const isFormer = !isEqual(form.get('csrf') ?? '', session.csrfToken);
  if (isFormer && !isOwn(request, origin)) throw new ForeignForm('the form is of another session');
  return { form, isFormer };
}

/** A browser says so of every form that is posted. */
const isOwn = ({ headers }: Request, origin: string): boolean => headers.get('origin') === origin;

/** Of a page of ours, whoever it was shown to; nothing may be done by it. Throws as `readForm`. */
export async function readOwnForm(request: Request, origin: string): Promise<URLSearchParams> {
  if (!isOwn(request, origin)) throw new ForeignForm('the form came from nobody’s page');
  return readAny(request, origin);
}

async function readAny(request: Request, origin: string): Promise<URLSearchParams> {
  const sender = request.headers.get('origin');
  if (sender !== null && sender !== origin) throw new ForeignForm('the form came from another site');
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw new ForeignForm('the body is not a form');
  return new URLSearchParams(await readBody(request));
}

async function readBody({ body }: Request): Promise<string> {
  try {
    return await readText(new Response(body), mostBytes);
  } catch (error) {
    if (error instanceof ClientError) throw error;
    throw new ForeignForm('the form did not arrive whole', { cause: error });
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
