/** Stands in the normaliser's place: good for bodies that need no mending, as those of the benchmarks (RFC 7591 §2). */
import type { ClientMetadata } from '../../packages/authorization-server/src/registration/normalise.ts';

export { keptMembers } from '../../packages/authorization-server/src/registration/normalise.ts';

export const saidByClient = (members: ClientMetadata): ClientMetadata => members;

export const normaliseClientMetadata = (input: ClientMetadata): ClientMetadata => ({ ...input });
