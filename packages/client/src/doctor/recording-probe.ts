/** The probe of a run: it asks through the guarded fetch, remembers each exchange, and spends no more than its budget. */
import type { HostProfile } from '@granthouse/host-profiles';
import { unbracketed } from '@granthouse/network';
import type { Credential } from '../credentials/credential.ts';
import { systemResolve, type Fetch, type GuardedFetchOptions } from '../network/guarded-fetch.ts';
import { proxyFor } from '../network/proxies.ts';
import { unreachable } from '../network/unreachable.ts';
import { budget } from './budget.ts';
import { answerBeginning } from './answer-beginning.ts';
import { seenCertificate } from './certificate.ts';
import type { Exchange, Probe } from './probe.ts';
import type { Redaction } from './redaction.ts';
import { openSessions } from './sessions.ts';

export interface ProbeOptions {
  readonly endpoint: URL;
  readonly fetch: Fetch;
  readonly network: GuardedFetchOptions;
  readonly credential: Credential;
  readonly open: Probe['open'];
  readonly client: Probe['client'];
  readonly hosts: readonly HostProfile[];
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly now: () => number;
  readonly redaction: Redaction;
}

export interface RecordingProbe extends Probe {
  readonly exchanges: readonly Exchange[];
}

/** Milliseconds. */
const cleaningTime = 30_000;

export function recordingProbe(options: ProbeOptions): RecordingProbe {
  const { endpoint, network, credential, open, client, hosts, now, redaction } = options;
  const given = { endpoint, credential, open, client, hosts, now };
  const exchanges: Exchange[] = [];
  const { spend, spent } = budget(options.timeLimit);
  const sessions = openSessions(endpoint);
  const unspent: Fetch = async (input, init) => {
    const response = await options.fetch(input, init);
    exchanges.push(seen(new URL(input), init, response));
    sessions.hear(new URL(input), init, response);
    return response;
  };
  const fetch: Fetch = (input, init) => spend(() => unspent(input, init));
  const cleaning = budget(cleaningTime);
  const cleanUp: Fetch = (input, init) => cleaning.spend(() => unspent(input, init));
  const once = (url: URL, init: RequestInit): Promise<Exchange> =>
    spend(async () => {
      const response = await options.fetch(url, init);
      sessions.hear(url, init, response);
      const exchange = { ...seen(url, init, response), ...(await answerBeginning(response)) };
      exchanges.push(exchange);
      return exchange;
    });
  return {
    ...given,
    fetch,
    exchanges,
    spent,
    ask: asking(once),
    addresses: async () => (proxyFor(endpoint, network.proxies) ? [] : addressesOf(endpoint, network)),
    certificate: async (url) => (proxyFor(url, network.proxies) ? undefined : seenCertificate(url, network)),
    cleanUp,
    endSessions: () => sessions.end(cleanUp),
    hide: (secret) => redaction.hide(secret),
    learned: {},
  };
}

/** The same question is asked once. */
function asking(once: (url: URL, init: RequestInit) => Promise<Exchange>): Probe['ask'] {
  const asked = new Map<string, Promise<Exchange>>();
  return (to, { again = false, ...init } = {}) => {
    const url = new URL(to);
    const question = JSON.stringify([init.method, url.href, [...new Headers(init.headers)], init.body]);
    const known = again ? undefined : asked.get(question);
    const answer = known ?? once(url, init);
    asked.set(question, answer);
    return answer;
  };
}

function seen(url: URL, init: RequestInit | undefined, { status, headers }: Response): Exchange {
  return { method: init?.method ?? 'GET', url: url.href, status, headers, text: '', json: undefined };
}

function addressesOf(endpoint: URL, { resolve = systemResolve }: GuardedFetchOptions): Promise<readonly string[]> {
  return new Promise((found, reject) => {
    resolve(unbracketed(endpoint), (error, addresses = []) => {
      if (error) return reject(unreachable(endpoint, error));
      return found(addresses.map(({ address }) => address));
    });
  });
}
