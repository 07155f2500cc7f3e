/** The sessions that an examination begins: whoever needs one no more ends it, where the server lets clients do so (MCP 2025-11-25, transports, session management). */
import type { Fetch } from '../network/guarded-fetch.ts';

const name = 'mcp-session-id';
/** Milliseconds for all of them. */
const patience = 5_000;
const atOnce = 4;

export interface Sessions {
  /** Hears of each answer, and of what it was an answer to: what others name so is no session of the endpoint. */
  hear(url: URL, init: RequestInit | undefined, answer: Pick<Response, 'headers'>): void;
  /** Ends those that are open, each with the credential that began it. Best effort; never rejects. */
  end(fetch: Fetch): Promise<void>;
}

export function openSessions(endpoint: URL): Sessions {
  const open = new Map<string, Headers>();
  // A server may keep that to itself, by 405 (session management, 5); one that fails at it is asked no more.
  let isRefused = false;
  return {
    hear(url, init, { headers }) {
      if (url.href !== endpoint.href) return;
      const sent = new Headers(init?.headers);
      const [used, begun] = [sent.get(name), headers.get(name)];
      if (init?.method === 'DELETE' && used !== null) open.delete(used);
      if (used !== null || begun === null) return;
      sent.delete('content-type');
      sent.set(name, begun);
      open.set(begun, sent);
    },
    async end(fetch) {
      const left = [...open.values()];
      open.clear();
      const signal = AbortSignal.timeout(patience);
      const endAll = async () => {
        for (let headers = left.pop(); headers && !isRefused; headers = left.pop()) {
          const answer = await fetch(endpoint, { method: 'DELETE', headers, signal }).catch(() => undefined);
          await answer?.body?.cancel().catch(() => undefined);
          if (!answer || answer.status === 405 || answer.status >= 500) isRefused = true;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, endAll));
    },
  };
}
