/** A credential that its server refuses: a deploy or a proxy refuses good ones too, so it is shown anew after growing pauses, by one call. */
import { ClientError } from '../client-error.ts';
import { takeTurn, type Access } from './access.ts';
import type { Registry } from './registry.ts';

/** Milliseconds. */
const [shortestPause, longestPause] = [15_000, 3_600_000];

export const notRefused = { refused: null, refusals: 0, askAgainAt: null } as const;

/** Calls that were refused together are one refusal: each has read the same before. */
export function refusedOnceMore({ now }: Registry, { refusals }: Access) {
  return { refused: 'refused', refusals: refusals + 1, askAgainAt: now() + pauseAfter(refusals + 1) } as const;
}

const pauseAfter = (refusals: number) => Math.min(shortestPause * 2 ** (refusals - 1), longestPause);

/** Throws ClientError `credential_refused` before the pause is over, and then for all calls but one. */
export async function requireTurn(registry: Registry, access: Access): Promise<void> {
  const { refused, refusals, askAgainAt } = access;
  if (refused !== 'refused') return;
  const isDue = (askAgainAt ?? 0) <= registry.now();
  if (isDue && (await takeTurn(registry, access, registry.now() + pauseAfter(refusals)))) return;
  throw new ClientError('credential_refused', 'the server refused this credential, and is asked again in a while');
}
