/** Reads one JSON document from an address that a client named: status 200, a bounded size and time, no redirect (CIMD, security considerations). */

export interface FetchedJson {
  readonly value: unknown;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds for which the answer says it is good, within this server's own bounds. */
  readonly freshFor: number;
}

/** The address can't be reached, or answers nobody now: what it said before may still be true (HOST-11). Whatever else is wrong is its own word. */
export class Unreached extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unreached';
  }
}

export interface FetchingJson {
  readonly fetch: typeof globalThis.fetch;
  readonly mostBytes: number;
  /** Milliseconds for all of it; by default five seconds, because no host waits for its person longer. */
  readonly timeLimit?: number;
}

/** Seconds; what Cache-Control says counts from here on, and this is meant when it says nothing (CIMD, caching). */
const fresh = { least: 60, unsaid: 300 };
/** Without the first, any coding would be acceptable (RFC 9110 §12.5.3); firewalls refuse whoever leaves out the last. */
const headers = { 'accept-encoding': 'identity', accept: 'application/json', 'user-agent': 'Granthouse' };

/** Throws an Error that says what was wrong with the answer, Unreached when there was none. */
export async function fetchJson(
  url: string,
  { fetch, mostBytes, timeLimit = 5000 }: FetchingJson,
): Promise<FetchedJson> {
  const signal = AbortSignal.timeout(timeLimit);
  const response = await reached(() => fetch(url, { headers, redirect: 'manual', signal }));
  const problem = problemOf(response);
  if (problem !== undefined) {
    await response.body?.cancel();
    throw problem;
  }
  const bytes = await reached(() => firstBytes(response, mostBytes + 1));
  if (bytes.byteLength > mostBytes) throw new Error(`is longer than ${mostBytes} bytes`);
  const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  return { value, size: bytes.byteLength, freshFor: 1000 * freshness(response.headers) };
}

async function reached<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw new Unreached(String(cause), { cause });
  }
}

function problemOf({ status, headers: said }: Response): Error | undefined {
  if (status === 403 || status === 429 || status >= 500) return new Unreached(`answered ${status}`);
  if (status !== 200) return new Error(`answered ${status}`);
  const isJson = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(said.get('content-type') ?? '');
  return isJson ? undefined : new Error('is not served as JSON');
}

/** As many bytes as make the answer too long, or all that there are; whatever coding they came in, they count as they are read. */
async function firstBytes(response: Response, enough: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    chunks.push(chunk);
    // Leaving the loop ends the answer.
    if (length >= enough) break;
  }
  return Buffer.concat(chunks);
}

/** Seconds. What lay in another cache for a while is good for the rest alone (RFC 9111 §4.2). */
function freshness(said: Headers): number {
  const control = said.get('cache-control') ?? '';
  if (/(?:^|[\s,])no-(?:store|cache)\b/i.test(control)) return fresh.least;
  const age = /^\d{1,9}$/.exec(said.get('age') ?? '')?.[0] ?? 0;
  const seconds = /(?:^|[\s,])max-age="?(?<seconds>\d{1,9})/i.exec(control)?.groups?.['seconds'];
  return Math.max(fresh.least, seconds === undefined ? fresh.unsaid : Number(seconds) - Number(age));
}
