/** A keeper on a record that many processes reach: whoever renews holds a lease on it, which ends by itself. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Authorization } from '../authorization/authorization.ts';
import { ClientError } from '../client-error.ts';
import type { AuthorizationKeeper } from './authorization-keeper.ts';
import { signInNeeded } from './sign-in-needed.ts';

/** Who renews, and until when nobody else does; milliseconds since the epoch. */
export interface Lease {
  readonly holder: string;
  readonly until: number;
}

/** JSON; the authorization is secret, the lease is not. */
export interface KeptRecord {
  readonly authorization?: Authorization;
  readonly lease?: Lease;
}

/** The one thing that a store has to do: replace what it has only while that is what was read. */
export interface SharedRecord {
  /** `version` is undefined while there is no record. */
  read(): Promise<{ readonly version: string | undefined; readonly kept: KeptRecord }>;
  /** False, and nothing changed, when the record no longer has this version; every change makes a new one. */
  replace(version: string | undefined, next: KeptRecord): Promise<boolean>;
}

export interface LeasedKeeperOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Waits for a while; milliseconds. */
  readonly pause?: (duration: number) => Promise<unknown>;
}

/** Longer than a renewal may take, with every request of it at its limit. */
const leaseTime = 60_000;
const patience = 2 * leaseTime;

export function leasedKeeper(record: SharedRecord, options: LeasedKeeperOptions = {}): AuthorizationKeeper {
  const { now = Date.now } = options;
  const write = writerTo(record, options);
  const take = (holder: string) =>
    write((kept) => {
      if (!kept.authorization) return kept;
      return isTaken(kept, now()) ? undefined : { ...kept, lease: { holder, until: now() + leaseTime } };
    });
  /** Whoever lost the lease, or was overtaken by a sign-in, leaves all as it is. */
  const giveBack = (holder: string, brought?: Authorization) =>
    write((kept) => {
      if (kept.lease?.holder !== holder) return kept;
      const authorization = brought ?? kept.authorization;
      return authorization ? { authorization } : {};
    });
  return {
    load: async () => (await record.read()).kept.authorization,
    async save(authorization) {
      await write((kept) => {
        if (authorization) return { authorization };
        return kept.authorization || kept.lease ? {} : kept;
      });
    },
    async renew(change) {
      const holder = randomUUID();
      const brought = await changed(await take(holder), change).catch(async (error: unknown) => {
        await giveBack(holder);
        throw error;
      });
      const { authorization } = await giveBack(holder, brought);
      if (!authorization) throw signInNeeded();
      return authorization;
    },
  };
}

/** Where a clock was set back, a lease that seems longer than any has nobody who holds it. */
function isTaken({ lease }: KeptRecord, now: number): boolean {
  return lease !== undefined && lease.until > now && lease.until <= now + 2 * leaseTime;
}

async function changed({ authorization }: KeptRecord, change: (kept: Authorization) => Promise<Authorization>) {
  if (!authorization) throw signInNeeded();
  return change(authorization);
}

/** Writes what `next` says, once it says something and nobody else wrote in between. */
function writerTo(record: SharedRecord, { now = Date.now, pause = setTimeout }: LeasedKeeperOptions) {
  return async (next: (kept: KeptRecord) => KeptRecord | undefined): Promise<KeptRecord> => {
    for (const begun = now(); Math.abs(now() - begun) < patience; await pause(25 + 50 * Math.random())) {
      const { version, kept } = await record.read();
      const wanted = next(kept);
      if (wanted === kept) return kept;
      if (wanted && (await record.replace(version, wanted))) return wanted;
    }
    throw new ClientError('timed_out', 'somebody else renews this access, and does not end');
  };
}
