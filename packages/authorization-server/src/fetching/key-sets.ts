/** The key sets of clients that name theirs by `jwks_uri` (RFC 7591 §2): the engine asks for them, and gets what the guard let through. */
import Provider from 'oidc-provider';
import type { fetchedJson } from './fetched-json.ts';

const mostBytes = 64 * 1024;

/** The engine's `fetch`: key sets are all that it fetches. */
export function keySets(fetched: ReturnType<typeof fetchedJson>): typeof globalThis.fetch {
  const read = fetched({ mostBytes, judge: (value) => value });
  return async (input) =>
    Response.json(await read(input instanceof Request ? input.url : String(input), Provider.ctx?.ip ?? ''));
}
