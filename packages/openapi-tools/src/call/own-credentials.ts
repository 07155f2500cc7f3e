/** The last defence against passing on the token that came in, whatever a callback made of it (MCP, security best practices, token passthrough). */
import { OpenApiError } from '../open-api-error.ts';
import type { Credentials } from '../options.ts';

/** Throws OpenApiError when one of them is or holds the token, as it is or in Base64. */
export function requireOwnCredentials({ headers, query }: Credentials, inboundToken: string | undefined): void {
  if (!inboundToken) return;
  // Basic authentication is the one way in which a credential is written otherwise (RFC 7617 §2).
  const readable = Object.values({ ...headers, ...query }).flatMap((value) => [value, ...decodedWords(value)]);
  if (!readable.some((text) => text.includes(inboundToken))) return;
  throw new OpenApiError({
    path: 'credentials',
    found: 'the token that came in with the call, which is for this MCP server alone',
    remedy: 'Exchange it for a token of the API (RFC 8693), or send a credential of your own.',
  });
}

const decodedWords = (value: string) => value.split(/\s+/u).map((word) => Buffer.from(word, 'base64').toString('utf8'));
