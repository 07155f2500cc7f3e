/**
 * The one way out: every byte that a client sends or reads goes through here. No redirect is followed, no special-use
 * address is connected to, and the answer of the resolver that was judged is the one that is connected to (CL-15).
 */
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { guardedLookup, isLoopbackAddress, type Resolve } from '@granthouse/network';
import { Agent, fetch, ProxyAgent, type RequestInit } from 'undici';
import { ClientError } from '../client-error.ts';
import { boundedAnswer } from './bounded-answer.ts';
import { proxyFor, type Proxies } from './proxies.ts';
import { isLocalName, isRefused, judgeUrl, type Reach, shown } from './reach.ts';
import { trusting } from './trusting.ts';
import { unreachable } from './unreachable.ts';

export type Fetch = (input: string | URL, init?: FetchInit) => Promise<Response>;

export interface FetchInit extends globalThis.RequestInit {
  /** Milliseconds until the headers of this answer are there, in the place of the fetch's own limit. */
  readonly timeLimit?: number;
}

export interface GuardedFetchOptions extends Reach {
  /** By default the system's, so that a person's own machine finds what its other programs find. */
  readonly resolve?: Resolve;
  /** Of a person's own machine; by default none is used, whatever the environment says. */
  readonly proxies?: Proxies | undefined;
  /** Certificates of authorities that are trusted besides the usual ones, as PEM. */
  readonly authorities?: readonly string[];
  /** Milliseconds until the headers of an answer are there; by default 15,000. */
  readonly timeLimit?: number;
  /** Milliseconds until an answer has ended; by default 300,000. */
  readonly answerTimeLimit?: number;
  /** Of an answer, unpacked; by default 4 MB. Documents are read up to 256 KB only. */
  readonly mostBytes?: number;
  /** By default `Granthouse`. */
  readonly userAgent?: string;
}

export interface GuardedFetch {
  /** Rejects with ClientError `not_allowed`, `unreachable` or `timed_out`; an answer with a redirect is an answer. */
  readonly fetch: Fetch;
  close(): Promise<void>;
}

export const systemResolve: Resolve = (name, callback) => lookup(name, { all: true }, callback);

export function guardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { timeLimit = 15_000, userAgent = 'Granthouse', answerTimeLimit = 300_000, mostBytes = 4_194_304 } = options;
  const { dispatcherFor, close } = waysOut({ ...options, timeLimit, mostBytes });
  return {
    async fetch(input, init = {}) {
      const url = new URL(input);
      judgeUrl(url, options);
      const dispatcher = dispatcherFor(url);
      const headers = new Headers(init.headers);
      if (!headers.has('user-agent')) headers.set('user-agent', userAgent);
      const response = await inTime(url, init.timeLimit ?? timeLimit, (late) => {
        const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
        return fetch(url, { ...init, headers: [...headers], redirect: 'manual', dispatcher, signal } as RequestInit);
      }).catch((cause: unknown) => {
        if (init.signal?.aborted) throw cause;
        throw cause instanceof ClientError ? cause : unreachable(url, cause, proxyFor(url, options.proxies));
      });
      return boundedAnswer(asResponse(url, response), { from: url, mostBytes, timeLimit: answerTimeLimit });
    },
    close,
  };
}

/** One that judges where names lead, and one for each proxy, which looks names up by itself. */
function waysOut(options: GuardedFetchOptions & { timeLimit: number; mostBytes: number }) {
  const { resolve = systemResolve, authorities, timeLimit, mostBytes, proxies } = options;
  const tls = authorities && trusting(authorities);
  // As an answer comes, too: what unpacks to nothing goes on for ever.
  const bounds = { maxHeaderSize: 32_768, maxResponseSize: mostBytes };
  const judged = judgedLookup(resolve, options);
  const direct = new Agent({ ...bounds, connect: { lookup: judged, ...tls, timeout: timeLimit } });
  const agents = new Map<string, Agent | ProxyAgent>([['', direct]]);
  return {
    dispatcherFor(url: URL) {
      const uri = proxyFor(url, proxies)?.href ?? '';
      const agent = agents.get(uri) ?? new ProxyAgent({ ...bounds, uri, ...(tls && { requestTls: tls }) });
      agents.set(uri, agent);
      return agent;
    },
    close: async () => void (await Promise.all([...agents.values()].map((each) => each.destroy()))),
  };
}

/** Plain http is for this machine, and whoever answers for names may say that its name is elsewhere (RFC 6761 §6.3). */
function judgedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  const isOutside = isRefused(reach);
  const anywhere = guardedLookup(resolve, isOutside);
  const here = guardedLookup(resolve, (address) => isOutside(address) || !isLoopbackAddress(address));
  return (name, ...asked) => (isLocalName(name) ? here : anywhere)(name, ...asked);
}

/** One limit for name, connection, certificate and headers together: whoever drips them has no more time than others. */
async function inTime<T>(url: URL, timeLimit: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const say = () => new ClientError('timed_out', `${url.host} did not answer in time`, { url: shown(url) });
  const timer = setTimeout(() => late.abort(say()), timeLimit);
  try {
    return await work(late.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** RFC 9110 §15: what begins with another digit is no status. What is packed twice grows out of all proportion. */
function asResponse(url: URL, response: unknown): Response {
  const answer = response as Response;
  const { status } = answer;
  const refuse = (code: 'not_mcp' | 'too_large', what: string) => {
    answer.body?.cancel().catch(() => undefined);
    return new ClientError(code, `${url.host} answers ${what}`, { url: shown(url), status });
  };
  if (status > 599) throw refuse('not_mcp', `with status ${status}, which HTTP does not have`);
  if (answer.headers.get('content-encoding')?.includes(',')) throw refuse('too_large', 'packed more than once');
  return answer;
}
