/** Where a server is: who reads it, and what goes there. */
import { afterAll, expect, it } from '@jest/globals';
import { startSmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, startConnections } from '../../support/team.ts';

const server = await startSmallMcpServer();
const connections = await startConnections();
afterAll(async () => {
  await connections.close();
  await server.close();
});

it('is shown to teammates without a key in its query, who give what is theirs for the address that they were shown', async () => {
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

it('of somebody else’s server on the same host is sent no key that was given for the one before', async () => {
  const authentication = { kind: 'api-key' } as const;
  const added = await connections.add(ada, { name: 'Hosted', url: server.url, authentication, ownership: 'personal' });
  await connections.giveCredential(bob, added.id, { key: 'only-for-this-one' });
  const before = server.seen.length;
  await connections.change(ada, added.id, { url: new URL('/of-a-thief', server.url).href });
  for (const { slug, tools } of await connections.ready(bob))
    if (slug === 'hosted') await tools().catch(() => undefined);
  expect(await connections.find(bob, added.id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
  expect(JSON.stringify(server.seen.slice(before).map((each) => [...each]))).not.toContain('only-for-this-one');
});
