/** What browser-based hosts need in order to call and to read a challenge (WHATWG Fetch, CORS protocol); never credentials. */
import type { RequestHead } from './request-head.ts';

const METHODS = 'GET, POST, DELETE, OPTIONS';
const REQUEST_HEADERS = [
  'authorization',
  'dpop',
  'content-type',
  'accept',
  'mcp-protocol-version',
  'mcp-session-id',
  'mcp-method',
  'mcp-name',
  'last-event-id',
];
// The 2026-07-28 revision mirrors tool parameters into headers of this prefix, and CORS knows no prefix rule.
const PARAMETER_HEADER = /^mcp-param-[a-z0-9_-]{1,100}$/;

/** Whose answers caches give to another request: of calls, which are POST, none (RFC 9110 §9.2.3). */
const REUSED: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const NONE: Record<string, string> = Object.freeze({});

/**
 * CORS headers of an answer of the resource itself: only an allowed origin may read it. The answer is only for who sent
 * `credentialHeaders`, too, which no cache knows by itself as it knows Authorization (RFC 9111 §3.5, RFC 9110 §12.5.5).
 */
export function createCorsHeaders(
  isAllowedOrigin: (origin: string) => boolean,
  credentialHeaders: readonly string[] = [],
): (request: RequestHead) => Record<string, string> {
  const vary = ['Origin', ...credentialHeaders].join(', ');
  const isByOriginAlone = credentialHeaders.length === 0;
  return (request) => {
    const origin = request.headers.get('origin');
    if (origin === null && isByOriginAlone && !REUSED.has(request.method)) return NONE;
    if (origin === null || !isAllowedOrigin(origin)) return { vary };
    return {
      vary,
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id, Retry-After, DPoP-Nonce',
    };
  };
}

/** CORS headers of public documents: anyone may read them. */
export const publicCorsHeaders: Readonly<Record<string, string>> = Object.freeze({
  'access-control-allow-origin': '*',
});

/**
 * The answer to OPTIONS: 204, whoever asks. Without the right origin among the headers, the browser stops by itself.
 * `credentialHeaders` are those that carry credentials beside Authorization.
 */
export function preflightAnswer(
  request: RequestHead,
  corsHeaders: Readonly<Record<string, string>>,
  credentialHeaders: readonly string[] = [],
): Response {
  const asked = request.headers.get('access-control-request-headers')?.toLowerCase().split(',') ?? [];
  const parameters = asked.map((name) => name.trim()).filter((name) => PARAMETER_HEADER.test(name));
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': [...REQUEST_HEADERS, ...credentialHeaders, ...parameters].join(', '),
      'access-control-max-age': '600',
    },
  });
}
