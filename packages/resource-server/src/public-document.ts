/** A JSON document that anyone may read and keep for a while (RFC 9110 §8.8.3, RFC 9111 §5.2, RFC 9728 §7.10). */
import { publicCorsHeaders } from './cors.ts';
import { platform } from './platform/platform.ts';
import type { RequestHead } from './request-head.ts';

export interface PublicDocument {
  readonly text: string;
  readonly entityTag: string;
}

/** Seconds for which a document may be kept: an operator's change is seen within minutes. */
const MAX_AGE = 300;

/** Writes a document once, with the tag by which a reader can ask whether it changed. */
export async function publicDocument(content: Record<string, unknown>): Promise<PublicDocument> {
  const text = JSON.stringify(content);
  return { text, entityTag: `"${await platform.digest(text)}"` };
}

/** Answers GET and HEAD (the server leaves the body of the latter out), or 304 when the reader has this version. */
export function documentAnswer(request: RequestHead, { text, entityTag }: PublicDocument): Response {
  const headers = { ...publicCorsHeaders, etag: entityTag, 'cache-control': `public, max-age=${MAX_AGE}` };
  if (knowsVersion(request.headers.get('if-none-match'), entityTag))
    return new Response(null, { status: 304, headers });
  return new Response(text, {
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

// Weak comparison, as If-None-Match asks for (RFC 9110 §13.1.2).
function knowsVersion(header: string | null, entityTag: string): boolean {
  const known = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return known.includes(entityTag) || known.includes('*');
}
