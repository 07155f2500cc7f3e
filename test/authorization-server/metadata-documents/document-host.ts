/** The internet as far as these tests need it: documents by address, each one counted as it is fetched. */

export interface DocumentHost {
  /** Give it to the server as its `fetch`. */
  readonly fetch: typeof globalThis.fetch;
  /** Addresses, in the order in which they were fetched. */
  readonly fetched: string[];
  put(url: string, answer: () => Response | Promise<Response>): void;
}

export function documentHost(): DocumentHost {
  const answers = new Map<string, () => Response | Promise<Response>>();
  const fetched: string[] = [];
  return {
    fetched,
    put: (url, answer) => void answers.set(url, answer),
    async fetch(input) {
      const { href } = new URL(input instanceof Request ? input.url : input);
      fetched.push(href);
      const answer = answers.get(href);
      if (!answer) throw new TypeError('fetch failed');
      return answer();
    },
  };
}

/** A real answer is served like this. */
export function serves(document: unknown, headers: Record<string, string> = {}): () => Response {
  return () => Response.json(document, { headers });
}
