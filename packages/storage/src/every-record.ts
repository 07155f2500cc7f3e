/** All records of a collection, or of one value in it, page after page (the paging of `contract.ts`). */
import { setImmediate as turn } from 'node:timers/promises';
import type { DocumentStore, FoundDocument, IndexedValue } from './contract.ts';

/** Yields each record once; one that is added meanwhile may be missed. */
export async function* everyRecord(
  store: Pick<DocumentStore, 'findBy' | 'list'>,
  collection: string,
  index?: IndexedValue,
): AsyncGenerator<FoundDocument, void, undefined> {
  let after: string | undefined;
  do {
    const page = await (index ? store.findBy(collection, index, { after }) : store.list(collection, { after }));
    yield* page.items;
    after = page.next;
    // A long list is many short reads, so that requests come in between.
    await turn();
  } while (after !== undefined);
}
