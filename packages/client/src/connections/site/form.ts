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

/** Throws ForeignForm, and ClientError `too_large`. */
export async function readForm(request: Request, session: Session, origin: string): Promise<URLSearchParams> {
  const sender = request.headers.get('origin');
  if (sender !== null && sender !== origin) throw new ForeignForm('the form came from another site');
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) throw new ForeignForm('the body is not a form');
  const form = new URLSearchParams(await readBody(request));
  if (!isEqual(form.get('csrf') ?? '', session.csrfToken)) throw new ForeignForm('the form is of another session');
  return form;
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
