/**
 * How much of what. An address is a ceiling alone, high enough for an office of thousands that stands behind one on a
 * Monday morning; no budget is of a client id alone, which all installs of an app share (docs/security.md says them all).
 */
import type { Budget } from './buckets.ts';

export const budgets = {
  /** Requests to register, whatever comes of them. */
  registration: { network: { most: 600, perMinute: 3000 } },
  /** Clients that are new in the store. An app that registers again under its id is none. */
  newClient: {
    /** The same metadata again, from one network, by clients that each get an id of their own. */
    fingerprint: { most: 500, perMinute: 5 },
    network: { most: 1000, perMinute: 10 },
    all: { most: 10_000, perMinute: 200 },
  },
  /** Authorization requests: each one may leave a pending one in the store. */
  authorization: { client: { most: 1000, perMinute: 1200 }, network: { most: 2000, perMinute: 2400 } },
  /** Token requests that were refused; and, of clients that registered themselves, whatever they introspect, revoke and manage. */
  clientRequest: { client: { most: 1000, perMinute: 1200 }, network: { most: 3000, perMinute: 6000 } },
  /** Refreshes of all that one person has connected by one client: hosts send four at once. */
  refresh: { user: { most: 1000, perMinute: 300 } },
  /** Connections that one person approves for one client. */
  approval: { user: { most: 100, perMinute: 2 } },
} as const satisfies Record<string, Record<string, Budget>>;

/** A network that has hardly had new clients may spend the last of them, whatever flood spent the rest. */
export const reserve = { kept: 2000, fewerThan: 20 };

/** A site has thousands of IPv6 networks: together they get the budget of these. */
export const networksOfSite = 8;

/** Where thousands of people stand behind few addresses. */
export const timesOnSharedNetworks = 10;
