/** An address with a key in its query, as some servers want it: who added it reads it, and nobody else. */
import { afterAll, expect, it } from '@jest/globals';
import { startSmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, startConnections } from '../../support/team.ts';

const server = await startSmallMcpServer();
const connections = await startConnections();
afterAll(async () => {
  await connections.close();
  await server.close();
});

it('is shown to teammates without it, who give what is theirs for the address that they were shown', async () => {
  const url = `${server.url}?api_key=of-the-team`;
  const authentication = { kind: 'api-key' } as const;
  const added = await connections.add(ada, { name: 'Desk', url, authentication, ownership: 'personal' });
  expect(added.url).toBe(url);
  const shown = await connections.find(bob, added.id);
  expect(shown?.url).toBe(server.url);
  expect(JSON.stringify([shown, await connections.list(bob)])).not.toContain('of-the-team');
  const given = await connections.giveCredential(bob, added.id, { key: 'of-bob', url: server.url });
  expect(given.state.kind).not.toBe('credential-needed');
  expect(JSON.stringify(given)).not.toContain('of-the-team');
  const elsewhere = connections.giveCredential(bob, added.id, { key: 'of-bob', url: 'http://127.0.0.1:1/mcp' });
  await expect(elsewhere).rejects.toMatchObject({ fields: { connection: expect.anything() } });
});
