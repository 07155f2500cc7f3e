/**
 * Abuse control that knows shared egress: what may be asked how often is counted by client and user, by client and
 * network, and by what a registration says; the network alone is a ceiling. Counted in memory, by each instance for
 * itself, so that no count costs a write (RFC 7591 §5).
 */
import type { Audit } from '../audit.ts';
import type { CompleteOptions } from '../options.ts';
import { buckets } from './buckets.ts';
import { budgets, reserve } from './budgets.ts';
import { counters, type Counted, type Counters } from './counted.ts';
import { tellOnce } from './tell-once.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Each takes one of its budgets, and throws TooManyRequests where one of them is spent. */
export interface Limits {
  /** A request to register, whatever comes of it. */
  registration(address: string): void;
  /** A client that is new in the store; the answer gives back what it took. */
  newClient(asked: { readonly address: string; readonly fingerprint: string }): () => void;
  authorization(who: ClientAt): void;
  /** A request in which a client says who it is. Takes nothing: most of them are good, and cost nothing. */
  clientRequest(who: MaybeClientAt): void;
  /** Which client it is of was not known before. */
  namedClient(who: ClientAt): void;
  /** That request was none of these: counted afterwards, it never throws. */
  countClientRequest(who: MaybeClientAt): void;
  refresh(user: User): void;
  approval(user: User): void;
}

interface ClientAt {
  readonly address: string;
  readonly clientId: string;
}

/** Before its body is read, nobody knows which client a request is of. */
type MaybeClientAt = Partial<ClientAt> & Pick<ClientAt, 'address'>;

interface User {
  readonly clientId: string;
  readonly accountId: string;
}

type Parts = Pick<CompleteOptions, 'now' | 'limits'> & { readonly audit: Audit };

export function limitsOf(parts: Parts): Limits {
  if (!parts.limits.enabled) return unlimited;
  const by = counters(parts.limits);
  const purse = purseOf(parts);
  return {
    registration: (address) => void purse.take(by.network(['registration', budgets.registration.network], address)),
    newClient: (asked) => purse.take(newClient(by, asked, purse.spent)),
    authorization(who) {
      const { client, network } = budgets.authorization;
      const own = by.client(['authorization', client], who);
      purse.take([own, ...by.network(['authorization', network], who.address)]);
    },
    clientRequest: (who) => purse.check(clientRequests(by, who)),
    namedClient: (who) => purse.check([ofClient(by, who)]),
    countClientRequest: (who) => purse.spend(clientRequests(by, who)),
    refresh: (user) => void purse.take([by.user(['refresh', budgets.refresh.user], user)]),
    approval: (user) => void purse.take([by.user(['approval', budgets.approval.user], user)]),
  };
}

function newClient(
  by: Counters,
  asked: { readonly address: string; readonly fingerprint: string },
  spent: (counted: Counted) => number,
): Counted[] {
  const { fingerprint, network, all } = budgets.newClient;
  const networks = by.network(['new_client', network], asked.address);
  const isNewcomer = networks.every((counted) => spent(counted) < reserve.fewerThan);
  return [
    by.metadata(['new_client', fingerprint], asked),
    ...networks,
    by.all(['new_client', all], isNewcomer ? 0 : reserve.kept),
  ];
}

function clientRequests(by: Counters, { address, clientId }: MaybeClientAt): Counted[] {
  const own = clientId === undefined ? [] : [ofClient(by, { address, clientId })];
  return [...own, ...by.network(['client_request', budgets.clientRequest.network], address)];
}

const ofClient = (by: Counters, who: ClientAt) => by.client(['client_request', budgets.clientRequest.client], who);

function purseOf({ now, audit }: Parts) {
  const left = buckets({ now });
  const tell = tellOnce(audit, now);
  const check = (counted: readonly Counted[]) => {
    const spent = counted.find((one) => left.wait([one]) > 0);
    if (!spent) return;
    // The clock goes on meanwhile, and nobody is told to come at once.
    const retryAfter = Math.max(1, Math.ceil(left.wait(counted) / 1000));
    tell(spent, retryAfter);
    throw new TooManyRequests(retryAfter);
  };
  return {
    check,
    take(counted: readonly Counted[]): () => void {
      check(counted);
      left.spend(counted);
      return () => left.giveBack(counted);
    },
    spend: (counted: readonly Counted[]) => left.spend(counted),
    spent: (counted: Counted) => left.spent(counted),
  };
}

const nothing = () => {};

const unlimited: Limits = {
  registration: nothing,
  newClient: () => nothing,
  authorization: nothing,
  clientRequest: nothing,
  namedClient: nothing,
  countClientRequest: nothing,
  refresh: nothing,
  approval: nothing,
};
