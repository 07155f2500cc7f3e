/**
 * Seals under the secret what another one sealed, beside servers that serve: each record by a compare-and-set that
 * touches its sealed fields alone, so that no change of anybody's is lost and none comes back.
 */
import { SealError, type Document, type Sealer } from '@granthouse/storage';
import type { CollectionName } from './collections.ts';
import type { Vault } from './vault.ts';
import { placeOf, sealedFields, sealedIn, type PlacedDocument } from './sealed-fields.ts';

export interface Resealed {
  /** Records that were looked at. */
  readonly seen: number;
  /** Records that another secret had sealed. */
  readonly resealed: number;
  /** Records that none of the secrets opens. */
  readonly unopened: number;
}

export interface ResealReport extends Resealed {
  /** Records that somebody sealed under another secret meanwhile: a server still has it as its secret. */
  readonly late: number;
}

/** Told after each page of a collection. */
export type ResealProgress = (collection: string, soFar: Resealed) => void;

type Outcome = 'current' | 'resealed' | 'unopened';

/** Records at once: as many as one commit of a store may take, and so few that requests come in between. */
const pageSize = 100;

/** Safe to interrupt and to run again, and to run twice at once. */
export async function reseal(vault: Vault, tell: ResealProgress = () => {}): Promise<ResealReport> {
  const { seen, resealed } = await pass(vault, tell);
  const { resealed: late, unopened } = await pass(vault, () => {});
  return { seen, resealed, unopened, late };
}

async function pass(vault: Vault, tell: ResealProgress): Promise<Resealed> {
  let total: Resealed = { seen: 0, resealed: 0, unopened: 0 };
  for (const collection of Object.keys(sealedFields) as CollectionName[]) {
    total = added(total, await resealCollection(vault, collection, tell));
  }
  return total;
}

async function resealCollection(vault: Vault, collection: CollectionName, tell: ResealProgress): Promise<Resealed> {
  let sum: Resealed = { seen: 0, resealed: 0, unopened: 0 };
  let after: string | undefined;
  do {
    const page = await vault.store.list(collection, { after, limit: pageSize });
    const outcomes = await Promise.all(page.items.map((record) => resealRecord(vault, { collection, ...record })));
    const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
    sum = added(sum, { seen: outcomes.length, resealed: count('resealed'), unopened: count('unopened') });
    tell(collection, sum);
    after = page.next;
  } while (after !== undefined);
  return sum;
}

const added = (one: Resealed, other: Resealed): Resealed => ({
  seen: one.seen + other.seen,
  resealed: one.resealed + other.resealed,
  unopened: one.unopened + other.unopened,
});

async function resealRecord({ store, sealer }: Vault, { collection, id, document }: PlacedDocument): Promise<Outcome> {
  try {
    let found: Document | undefined = document;
    while (found) {
      const change = resealing(sealer, { collection, id, document: found });
      if (Object.keys(change.set).length === 0) return 'current';
      if (await store.compareAndSet(collection, id, change)) return 'resealed';
      // Changed meanwhile, or gone.
      found = await store.get(collection, id);
    }
    return 'current';
  } catch (error) {
    if (error instanceof SealError) return 'unopened';
    throw error;
  }
}

function resealing(sealer: Sealer, { collection, id, document }: PlacedDocument) {
  const expected: Record<string, string> = {};
  const set: Record<string, string> = {};
  for (const [field, value] of sealedIn(collection, document)) {
    if (sealer.isCurrent(value)) continue;
    const place = placeOf(collection, id, field);
    expected[field] = value;
    set[field] = sealer.seal(sealer.open(value, place), place);
  }
  return { expected, set };
}
