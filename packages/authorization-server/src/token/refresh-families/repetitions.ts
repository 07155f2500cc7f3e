/** Grace answers, told and counted: one is a lost answer, one in each generation may be a thief who keeps step (RFC 9700 §4.14.2). */
import type { Audit } from '../../audit.ts';
import type { Vault } from '../../store/vault.ts';
import { generationOf } from './family.ts';
import type { Shown } from './rotate.ts';

/** Consecutive generations. */
const alarming = 3;

export async function tellRepetition({ store }: Vault, audit: Audit, { id, family, value }: Shown): Promise<void> {
  const generation = generationOf(family, value);
  const fields = { authorization: id, client_id: family['clientId'], account_id: family['accountId'], generation };
  audit('refresh_family.grace_answered', fields);
  if (generation === undefined) return;
  let { graceGeneration: last, graceRun: run } = counted(family);
  // Once for each generation, however many answers a burst gets.
  while (last === null || last < generation) {
    const graceRun = last === generation - 1 ? run + 1 : 1;
    const change = { expected: { graceGeneration: last }, set: { graceGeneration: generation, graceRun } };
    if (await store.compareAndSet('refresh_family', id, change)) {
      if (graceRun >= alarming) audit('refresh_family.grace_repeated', { ...fields, generations: graceRun });
      return;
    }
    const found = await store.get('refresh_family', id);
    if (!found) return;
    ({ graceGeneration: last, graceRun: run } = counted(found));
  }
}

const counted = ({ graceGeneration, graceRun }: Record<string, unknown>) => ({
  graceGeneration: typeof graceGeneration === 'number' ? graceGeneration : null,
  graceRun: typeof graceRun === 'number' ? graceRun : 0,
});
