/** Parameters that are no arguments: credentials, what the request itself says, and what nobody could write (OpenAPI 3.1 §4.8.12.2.1, RFC 9110 §5.1, RFC 6265 §4.1.1). */
import type { Node } from '../document/node.ts';
import { member, textMember } from '../json.ts';
import { OpenApiError, type Problem } from '../open-api-error.ts';
import type { Planning } from './planning.ts';

const places = new Set<unknown>(['path', 'query', 'querystring', 'header', 'cookie']);
/** Described elsewhere in the document, so that the specification has them ignored here. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);
/** Whoever sends the request writes them; one of them would choose another host. */
const headersOfTheConnection = new Set(
  [
    'host',
    'content-length',
    'transfer-encoding',
    'connection',
    'keep-alive',
    'upgrade',
    'expect',
    'te',
    'trailer',
  ].concat(['proxy-authorization', 'proxy-connection', 'cookie']),
);
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;

/** Throws OpenApiError for one that every request needs and none can have; what may be left out is reported. */
export function unusable(node: Node, { security, report }: Planning): boolean {
  const place = member(node.value, 'in');
  const name = textMember(node.value, 'name');
  if (name !== undefined && typeof place === 'string') {
    if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) return true;
    if (security.isCredential(place, name)) return true;
  }
  const problem = problemWith(place, name);
  if (!problem) return false;
  if (problem.isFatal && member(node.value, 'required') === true) throw new OpenApiError({ path: node.at, ...problem });
  report({ path: node.at, found: problem.found, remedy: problem.remedy });
  return true;
}

type Complaint = Omit<Problem, 'path'> & { readonly isFatal: boolean };

function problemWith(place: unknown, name: string | undefined): Complaint | undefined {
  if (name === undefined || !places.has(place)) {
    const remedy = 'Give it a name, and one of path, query, header, cookie or (3.2) querystring as in.';
    return { found: 'a parameter without a name or a place that requests have', remedy, isFatal: true };
  }
  if (place === 'header' && headersOfTheConnection.has(name.toLowerCase())) {
    const remedy = 'Leave it out; what lets a request in comes from the option credentials.';
    return { found: `${name} as a header parameter, which calls write themselves`, remedy, isFatal: false };
  }
  if ((place === 'header' || place === 'cookie') && !token.test(name)) {
    return { found: `a ${place} whose name is no token of HTTP`, remedy: 'Correct its name.', isFatal: true };
  }
  return undefined;
}
