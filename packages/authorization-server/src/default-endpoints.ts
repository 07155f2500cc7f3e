/**
 * Where a host looks that found no metadata: `/authorize`, `/token` and `/register` on the origin of the MCP server (MCP
 * 2025-03-26, Authorization §2.3.3), for an application that serves both on different origins or paths.
 */
import { answerProgram } from './answer-program.ts';
import { paths } from './capabilities.ts';
import { pathOf, targetOf, type EntranceListener, type EntranceParts } from './entrance.ts';

const posted: ReadonlySet<string> = new Set([paths.token, paths.registration]);

/**
 * A browser is sent on to the issuer, because its cookies and pages belong to that origin. What programs post is answered
 * here: on a redirect some lose the body, and others the Authorization header (Fetch §4.4). No Host is refused: these
 * two take no cookie, and any page may call them at the issuer too.
 */
export function defaultEndpoints({
  options: { issuer, issuerPath },
  settle,
  engine,
}: Pick<EntranceParts, 'options' | 'settle' | 'engine'>): EntranceListener {
  return (request, response, next) => {
    const target = targetOf(request);
    const path = pathOf(target);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (path === paths.authorization && isRead) {
      response.writeHead(303, { Location: `${issuer}${target}`, 'Cache-Control': 'no-store' }).end();
      return undefined;
    }
    if (posted.has(path)) {
      request.url = `${issuerPath}${target}`;
      const answer = () => engine(request, response);
      return settle()?.then(answer) ?? answer();
    }
    if (next) return next();
    const description = 'nothing is at this path';
    return answerProgram(request, response, { status: 404, code: 'not_found', description, issuer });
  };
}
