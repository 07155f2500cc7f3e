/** Reads one JSON document or answer of the authorization server, with limits on time and size and without redirects (RFC 8414 §3.2, §6.2). */
import { isLoopbackHost } from '@granthouse/protocol';

export interface GuardedFetch {
  fetch: typeof fetch;
  /** Ends a slow answer, its body included. */
  signal: AbortSignal;
}

/** The longest document in bytes: real ones have a few thousand. */
const MAX_BYTES = 256 * 1024;

/** What is sent by POST; without it, the document is read with GET. */
export interface Form {
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

/** The document as JSON. Throws an Error that names the URL and what was wrong with the answer. */
export async function fetchDocument(url: string, guard: GuardedFetch, form?: Form): Promise<unknown> {
  if (!isAllowed(url)) throw new Error(`${url}: only https is followed, and http on a loopback host`);
  const headers = { accept: 'application/json', ...form?.headers };
  const sent = form && { method: 'POST', body: new URLSearchParams(form.fields) };
  // A redirect could lead anywhere, also into the operator's own network: it is refused, not followed.
  const response = await guard.fetch(url, { ...sent, headers, redirect: 'manual', signal: guard.signal });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url}: answered ${response.status}`);
  }
  const text = await readLimited(url, response);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Its own words repeat what came, which may be the secret that was asked about.
    throw new Error(`${url}: answered with what is no JSON`);
  }
}

async function readLimited(url: string, response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`${url}: longer than ${MAX_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
