/** How a connection goes, as its last answers tell: it answers, it fails, or its credential has ended. */
import { ClientError } from '../client-error.ts';
import { changeAccess, type Access, type SeenTools } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import type { ConnectionState } from './connections.ts';
import { notRefused, refusedOnceMore } from './refusals.ts';
import type { Registry } from './registry.ts';
import { forgetTeamClient } from './team-client.ts';

/** Milliseconds between two notes that all is well: each call would otherwise write. */
const noted = 60_000;
const longestMessage = 300;

export function stateOf({ authentication, addedAt }: StoredConnection, access: Access | undefined): ConnectionState {
  if (!access) {
    // Nobody has to give anything.
    if (authentication.kind === 'none') return { kind: 'connected', since: addedAt };
    return { kind: 'credential-needed', why: 'first' };
  }
  // Whoever signed in can't check what they gave: it is over until they sign in, or the server thinks better of it.
  if (access.refused)
    return { kind: 'credential-needed', why: authentication.kind === 'oauth' ? 'ended' : access.refused };
  if (access.failing) return { kind: 'failing', ...access.failing };
  return { kind: 'connected', since: access.givenAt, ...(access.needed && { needed: access.needed }) };
}

export async function noteAnswer(registry: Registry, access: Access, seen?: SeenTools) {
  const { refused, failing, lastAnsweredAt } = access;
  const at = registry.now();
  const isNews = refused !== null || failing !== null || at - (lastAnsweredAt ?? 0) >= noted;
  const isSeen = seen !== undefined && (at - (access.seen?.at ?? 0) >= noted || isOther(seen, access.seen));
  if (!isNews && !isSeen) return;
  await changeAccess(registry, access, {
    ...notRefused,
    failing: null,
    lastAnsweredAt: at,
    ...(seen && { seen: { at, ...seen } }),
  });
}

function isOther(seen: SeenTools, before: SeenTools | null): boolean {
  const text = ({ tools, leftOut }: SeenTools) => JSON.stringify([tools, leftOut]);
  return before === null || text(seen) !== text(before);
}

/** `isCall`: what one tool does wrong is not the connection's fault. */
export async function noteFailure(
  registry: Registry,
  { access, connection, isCall }: { access: Access; connection: StoredConnection; isCall: boolean },
  error: unknown,
): Promise<void> {
  if (!(error instanceof ClientError)) return;
  const { code } = error;
  if (code === 'credential_refused') {
    await changeAccess(registry, access, { ...refusedOnceMore(registry, access), failing: null });
  } else if (code === 'sign_in_needed' || code === 'client_unknown') {
    await changeAccess(registry, access, { refused: 'ended', failing: null });
    // A client that the server has forgotten is nobody's any more: most servers say so to the person, and not to us.
    if (error.details.error?.endsWith('_client')) await forgetTeamClient(registry, connection);
  } else if (code === 'forbidden' && error.details.scope) {
    // The credential is known: this is no refusal of it.
    await changeAccess(registry, access, { needed: error.details.scope, ...notRefused });
  } else if (!isCall) {
    const message = error.message.slice(0, longestMessage);
    const { failing } = access;
    if (failing?.code === code && failing.message === message) return;
    await changeAccess(registry, access, { failing: { code, message, since: failing?.since ?? registry.now() } });
  }
}
