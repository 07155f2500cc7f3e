/** Where a secret belongs: it opens for this connection, this owner, this field, and the place that it was given for. */
import { SealError } from '@granthouse/storage';
import type { Authentication, ConnectionRecord } from './connection-record.ts';
import { shown } from '../network/reach.ts';
import type { Registry } from './registry.ts';

type Bound = Pick<ConnectionRecord, 'url' | 'authentication'>;
type Placed = Bound & Pick<ConnectionRecord, 'id'>;

/**
 * A key is for an origin and a path, behind which many have their servers on one host; a token for a resource (RFC 8707
 * §2); each for its way to authenticate: whoever changes where it goes, or how it is sent, changes what opens it.
 */
export function boundTo({ url, authentication }: Bound): string {
  const where = authentication.kind === 'oauth' ? url : shown(new URL(url));
  return JSON.stringify([where, authentication.kind, ...howOf(authentication)]);
}

function howOf(authentication: Authentication): readonly string[] {
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'api-key':
      return [authentication.header];
    case 'headers':
      return authentication.names;
    case 'oauth':
      return authentication.clientId === undefined ? [] : [authentication.clientId, authentication.issuer ?? ''];
  }
}

export function sealedPlace(connection: Placed, owner: string, field: string): string {
  return JSON.stringify(['connection', connection.id, owner, field, boundTo(connection)]);
}

/** Undefined for what belongs to another place, or another secret sealed: it is as good as not given. */
export function openSealed({ sealer }: Pick<Registry, 'sealer'>, sealed: string, place: string): string | undefined {
  try {
    return sealer.open(sealed, place);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
