/** A document as tools, and a call of one: what both cost beside what else there is. */
import type { Run } from '../run.ts';
import { type Calling, callingsOf } from './calling.ts';
import { type Planning, planningsOf } from './planning.ts';

export interface OpenApi {
  readonly plannings: readonly Planning[];
  readonly callings: readonly Calling[];
}

export async function openApiOf(run: Run): Promise<OpenApi> {
  return { plannings: await planningsOf(run), callings: await callingsOf(run) };
}
