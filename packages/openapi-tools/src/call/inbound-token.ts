/** The last look at a request before it is sent: whatever a function made of it, the token that came in stays here (MCP, security best practices, token passthrough). */
import { isObject } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { ourFault } from './failure.ts';
import type { WrittenRequest } from './write/request.ts';

export interface InboundCall<Principal> {
  readonly principal: Principal;
  readonly inboundToken?: string;
}

/** Members under which a principal may still hold it: those of both lines of the MCP SDK and of others. */
const tokenNames = /^(?:access_?|bearer_?|inbound_?|raw_?)?token$/iu;
const shortest = 8;
const deepest = 2;
const mostMembers = 100;

/** Throws CallFailure when a header or the address is or holds the token, as it is, escaped or in Base64. */
export function refuseInboundToken({ headers, url }: WrittenRequest, call: InboundCall<unknown>): void {
  // A principal may hold a token of the API by the same name, so it is looked at only where nobody says what came in.
  const tokens = call.inboundToken ? [call.inboundToken] : tokensIn(call.principal, 0);
  if (tokens.length === 0) return;
  const shortestToken = Math.min(...tokens.map(({ length }) => length));
  // Basic authentication is the one way in which a credential is written otherwise (RFC 7617 §2).
  const carried = [url.href, ...headers.values()]
    .filter(({ length }) => length >= shortestToken)
    .flatMap((value) => [value, ...decodedWords(value)]);
  const isPassedOn = tokens.some((token) =>
    [token, encodeURIComponent(token)].some((written) => carried.some((each) => each.includes(written))),
  );
  if (!isPassedOn) return;
  const problem = {
    path: 'credentials',
    found: 'the token that came in with the call, which is for this MCP server alone',
    remedy: 'Exchange it for a token of the API (RFC 8693), or send a credential of your own.',
  };
  throw ourFault(new OpenApiError(problem), 'credentials failed');
}

const decodedWords = (value: string) => value.split(/\s+/u).map((word) => Buffer.from(word, 'base64').toString('utf8'));

function tokensIn(value: unknown, depth: number): string[] {
  if (!isObject(value) || depth > deepest) return [];
  return Object.entries(value)
    .slice(0, mostMembers)
    .flatMap(([name, each]) => {
      if (typeof each !== 'string') return tokensIn(each, depth + 1);
      return tokenNames.test(name) && each.length >= shortest ? [each] : [];
    });
}
