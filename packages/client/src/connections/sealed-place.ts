/** Where a secret belongs: it opens for this connection, this owner, this field, and the place that it was given for. */
import type { ConnectionRecord } from './connection-record.ts';

type Bound = Pick<ConnectionRecord, 'id' | 'url' | 'authentication'>;

/** A key is for an origin, a token for a resource (RFC 8707 §2): whoever changes the address changes what it opens. */
export function boundTo({ url, authentication }: Pick<Bound, 'url' | 'authentication'>): string {
  return authentication.kind === 'oauth' ? url : new URL(url).origin;
}

export function sealedPlace(connection: Bound, owner: string, field: string): string {
  return JSON.stringify(['connection', connection.id, owner, field, boundTo(connection)]);
}
