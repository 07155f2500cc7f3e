/** A client that deletes its own registration (RFC 7592 §2.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../../support/authorization-server.ts';
import { manage, type ManagedClient } from '../../support/managed-client.ts';
import { credentials, obtainTokens, publicClient, redeem, refresh } from '../../support/oauth-client.ts';
import { startManagedServer, type ManagedServer } from './managed-server.ts';

let server: RunningServer;
let place: ManagedServer;
beforeAll(async () => {
  place = await startManagedServer();
  ({ server } = place);
});
afterAll(() => server.close());

async function connectionsOf({ client_id: clientId }: { client_id: string }): Promise<number> {
  let count = 0;
  for await (const _connection of server.authorizations.list({ clientId })) count += 1;
  return count;
}

describe('a client that deletes its registration', () => {
  const metadata = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

  it('RFC7592-4, RFC7592-5: ends what was authorized, and its token with it', async () => {
    const { client, tokens } = await obtainTokens(server.issuer, { metadata });
    const managed = client as ManagedClient;
    expect(await connectionsOf(client)).toBe(1);
    const answer = await manage(managed, 'DELETE');
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(place.events.map(({ name }) => name)).toContain('client.deleted');
    expect(await connectionsOf(client)).toBe(0);
    const fields = { ...credentials(client), refresh_token: tokens.refresh_token };
    const refused = await refresh(server.issuer, fields);
    expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
    expect(
      (await redeem(server.issuer, { ...credentials(client), code: 'x', code_verifier: 'y'.repeat(43) })).status,
    ).toBe(401);
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await manage(managed, method)).status).toBe(401);
    expect(await place.recordOf(client)).toBeUndefined();
  });
});
