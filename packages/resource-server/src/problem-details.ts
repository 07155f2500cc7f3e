/** Refusals as problem details, for whoever says that they would rather have those than an OAuth error (RFC 9457). */
import type { RequestHead } from './request-head.ts';

const PROBLEM = 'application/problem+json';

/** The words of RFC 9110 §15 and RFC 6585 §4, which are the title of a problem without a type of its own (RFC 9457 §4.2.1). */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** The refusal in the form that was asked for: nothing but the body changes, and only when `Accept` names problem details. */
export async function asAskedFor(request: RequestHead, refusal: Response): Promise<Response> {
  const title = TITLES[refusal.status];
  if (title === undefined || !asksForProblem(request.headers.get('accept'))) return refusal;
  const { error, error_description: detail } = (await refusal.json()) as Record<string, unknown>;
  const headers = new Headers(refusal.headers);
  headers.set('content-type', PROBLEM);
  const problem = { title, status: refusal.status, detail, error };
  return new Response(JSON.stringify(problem), { status: refusal.status, headers });
}

// By name alone: `*/*` is what every host sends, and hosts read OAuth errors.
function asksForProblem(accept: string | null): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === PROBLEM && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
