/** Where a secret belongs: it opens for this connection, this owner, this field, and the place that it was given for. */
import type { ConnectionRecord } from './connection-record.ts';

type Bound = Pick<ConnectionRecord, 'url' | 'authentication'>;

/**
 * A key is for an origin, a token for a resource (RFC 8707 §2), each for its way to authenticate: whoever changes where
 * it goes, or how it is sent, changes what opens it.
 */
export function boundTo({ url, authentication }: Bound): string {
  const where = authentication.kind === 'oauth' ? url : new URL(url).origin;
  return JSON.stringify([where, authentication]);
}

export function sealedPlace(connection: Bound & Pick<ConnectionRecord, 'id'>, owner: string, field: string): string {
  return JSON.stringify(['connection', connection.id, owner, field, boundTo(connection)]);
}
