/** Reads one JSON document from an address that a client named: status 200, a bounded size and time, no redirect (CIMD, security considerations). */

export interface FetchedJson {
  readonly value: unknown;
  /** Milliseconds for which the answer says it is good, within this server's own bounds. */
  readonly freshFor: number;
}

/** Milliseconds: no host waits for its person longer. */
const timeLimit = 5000;
/** Seconds; what Cache-Control says counts from here on, and this is meant when it says nothing (CIMD, caching). */
const fresh = { least: 60, unsaid: 300 };

/** Throws an Error that says what was wrong with the answer. */
export async function fetchJson(
  url: string,
  { fetch, mostBytes }: { fetch: typeof globalThis.fetch; mostBytes: number },
): Promise<FetchedJson> {
  const headers = { accept: 'application/json' };
  const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeLimit) });
  const problem = problemOf(response);
  if (problem !== undefined) {
    await response.body?.cancel();
    throw new Error(problem);
  }
  const value = JSON.parse(await readBody(response, mostBytes)) as unknown;
  return { value, freshFor: 1000 * freshness(response.headers.get('cache-control') ?? '') };
}

function problemOf({ status, headers }: Response): string | undefined {
  if (status !== 200) return `answered ${status}`;
  const type = headers.get('content-type') ?? '';
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type) ? undefined : 'is not served as JSON';
}

async function readBody(response: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > mostBytes) throw new Error(`is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

function freshness(cacheControl: string): number {
  const said = /(?:^|[\s,])max-age=(?<seconds>\d{1,9})/i.exec(cacheControl)?.groups?.['seconds'];
  return Math.max(fresh.least, Number(said ?? fresh.unsaid));
}
