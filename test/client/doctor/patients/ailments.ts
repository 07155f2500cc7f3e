/** The ways in which a patient departs from the healthy server: another answer, or the same one with something changed. */
import type { Ailment } from './patient.ts';

const pathOf = ({ url }: Request) => new URL(url).pathname;

/** Answers at paths that begin so; the healthy server does elsewhere. */
export function instead(path: string, answer: (request: Request) => Promise<Response> | Response): Ailment {
  return (request, healthy) => (pathOf(request).startsWith(path) ? answer(request) : healthy(request));
}

type Members = Record<string, unknown>;

/** Changes members of the JSON that is answered at paths that begin so; an undefined one is left out. */
export function members(path: string, change: (found: Members, request: Request) => Members): Ailment {
  return async (request, healthy) => {
    const answer = await healthy(request.clone());
    if (!pathOf(request).startsWith(path) || !answer.ok) return answer;
    const found = (await answer.json()) as Members;
    return Response.json({ ...found, ...change(found, request) }, { status: answer.status });
  };
}

/** Changes what is answered to whoever shows nothing, or nothing good. */
export function refusal(change: (answer: Response, request: Request) => Promise<Response> | Response): Ailment {
  return async (request, healthy) => {
    const answer = await healthy(request.clone());
    return answer.status === 401 ? change(answer, request) : answer;
  };
}

/** A refusal with another challenge; undefined: with none. */
export function challenge(write: (written: string) => string | undefined): Ailment {
  return refusal((answer) => {
    const headers = new Headers(answer.headers);
    const written = write(headers.get('www-authenticate') ?? '');
    headers.delete('www-authenticate');
    if (written !== undefined) headers.set('www-authenticate', written);
    return new Response(answer.body, { status: 401, headers });
  });
}

/** Changes the address that the browser is sent back to. */
export const sentBack =
  (change: (answer: URLSearchParams) => void): Ailment =>
  async (request, healthy) => {
    const answer = await healthy(request);
    const location = answer.headers.get('location');
    if (location === null) return answer;
    const url = new URL(location);
    change(url.searchParams);
    return new Response(null, { status: 302, headers: { location: url.href } });
  };
