/** What an endpoint says to somebody without a credential: the 401 from which a sign-in starts (RFC 9728 §5). */
import { type Challenge, parseChallenges } from '@granthouse/protocol';
import type { Fetch } from '../network/guarded-fetch.ts';
import { version } from '../version.ts';

export interface Unauthorized {
  readonly status: number;
  readonly challenges: readonly Challenge[];
}

/** What a client of any revision may begin with; who asks is judged before what is asked (MCP 2025-11-25, lifecycle). */
export const firstRequestOf = (name: string) => ({
  method: 'POST',
  headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name, version } },
  }),
});

export async function askUnauthorized(endpoint: URL, fetch: Fetch): Promise<Unauthorized> {
  const response = await fetch(endpoint, firstRequestOf('granthouse'));
  await response.body?.cancel();
  const { status, headers } = response;
  return { status, challenges: parseChallenges(headers.get('www-authenticate') ?? '') };
}
