/** Adding connections: what an admin types, what is found by asking, and who may. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connections, NewConnection } from '@granthouse/client/connections';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, shownBy, startConnections } from '../../support/team.ts';

let server: SmallMcpServer;
let connections: Connections;
const open: NewConnection = {
  name: 'Open',
  url: 'https://mcp.example.com/mcp',
  authentication: { kind: 'none' },
  ownership: 'shared',
};

beforeAll(async () => {
  server = await startSmallMcpServer();
  connections = await startConnections(undefined, {
    reservedSlugs: ['linear'],
    endpoint: 'https://team.example.com/mcp',
  });
});
afterAll(async () => {
  await connections.close();
  await server.close();
});

describe('what an admin adds', () => {
  it('is there for everyone, under a slug made of its name', async () => {
    const added = await connections.add(ada, { ...open, name: ' Ünser CRM & Co ', url: server.url });
    expect(added).toMatchObject({ name: 'Ünser CRM & Co', slug: 'unser-crm-co', state: { kind: 'connected' } });
    expect(added.tools).toMatchObject([
      { name: 'who', qualifiedName: 'mcp__unser-crm-co__who', description: 'Says who asks.', isOn: true },
    ]);
    expect((await connections.list(bob)).map(({ slug }) => slug)).toContain('unser-crm-co');
    expect(await shownBy(connections, bob, 'unser-crm-co')).toMatchObject({ host: new URL(server.url).host });
  });

  it('is refused to everyone else', async () => {
    const refused = expect.objectContaining({ code: 'forbidden' });
    await expect(connections.add(bob, open)).rejects.toEqual(refused);
    await expect(connections.detect(bob, server.url)).rejects.toEqual(refused);
    await expect(connections.remove(bob, 'any')).rejects.toEqual(refused);
    await expect(connections.change(bob, 'any', {})).rejects.toEqual(refused);
    await expect(connections.approveTools(bob, 'any', [])).rejects.toEqual(refused);
    await expect(connections.switchTools(bob, 'any', [{ tool: 'who', isOn: false }])).rejects.toEqual(refused);
  });

  it.each([
    ['http://localhost:9401/mcp', /network\.besides, as "loopback"/],
    ['https://[::1]/mcp', /network\.besides, as "loopback"/],
    ['https://10.0.0.1/mcp', /network\.besides, as "private"/],
    ['http://mcp.example.com/mcp', /by http and not by https\.$/],
    ['https://ada:secret@localhost/mcp', /in its address\.$/],
  ])('is told what the operator can choose, where that is the reason: %s', async (url, words) => {
    const hosted = await startConnections(undefined, { network: {} });
    const refused = await hosted.detect(ada, url).catch((error: unknown) => error);
    await hosted.close();
    expect((refused as { fields?: unknown }).fields).toEqual({ url: expect.stringMatching(words) });
  });

  it.each(['http://mcp.example.com/', 'https://10.0.0.1/mcp', 'https://TEAM.example.com/mcp/?again'])(
    'is asked nothing at an address that could not be added: %s',
    async (url) => {
      const refused = await connections.detect(ada, url).catch((error: unknown) => error);
      expect((refused as { fields?: unknown }).fields).toEqual({ url: expect.any(String) });
    },
  );

  it.each([
    ['name', { name: '' }],
    ['name', { name: '!!!' }],
    ['name', { name: 'a\u200Bb' }],
    ['name', { name: 'n'.repeat(61) }],
    ['name', { name: 'Linear' }],
    ['name', { name: 'MCP' }],
    ['name', { name: 'unser CRM co!' }],
    ['url', { url: '' }],
    ['url', { url: 'mcp.example.com' }],
    ['url', { url: 'ftp://mcp.example.com/' }],
    ['url', { url: 'http://mcp.example.com/' }],
    ['url', { url: 'https://user:word@mcp.example.com/' }],
    ['url', { url: 'https://mcp.example.com/#part' }],
    ['url', { url: 'https://10.0.0.1/mcp' }],
    ['url', { url: 'https://0x0a000001/mcp' }],
    ['url', { url: 'https://[::ffff:169.254.169.254]/mcp' }],
    ['url', { url: 'https://TEAM.example.com/mcp/?again' }],
    ['header', { authentication: { kind: 'api-key', header: 'Host', key: 'k' } }],
    ['header', { authentication: { kind: 'api-key', header: 'X Key', key: 'k' } }],
    ['key', { authentication: { kind: 'api-key', key: 'a\r\nX-Other: b' } }],
    ['names', { authentication: { kind: 'headers', names: [] } }],
    ['names', { authentication: { kind: 'headers', names: ['X-A', 'x-a'] } }],
    ['names', { authentication: { kind: 'headers', names: ['Mcp-Session-Id'] } }],
    ['values', { authentication: { kind: 'headers', names: ['__proto__'], values: { other: 'v' } } }],
    ['clientId', { authentication: { kind: 'oauth', clientSecret: 's' } }],
    ['key', { ownership: 'personal', authentication: { kind: 'api-key', key: 'k' } }],
  ] as ReadonlyArray<[string, Partial<NewConnection>]>)('is told of %s: %j', async (field, wrong) => {
    const fields = { [field]: expect.any(String) };
    await expect(connections.add(ada, { ...open, name: 'Any', ...wrong })).rejects.toMatchObject({ fields });
    expect(await connections.list(ada)).toHaveLength(1);
  });

  it('is one of two that are added under one slug at the same moment', async () => {
    const twice = [1, 2].map(() => connections.add(ada, { ...open, name: 'Twin', url: server.url }));
    const results = await Promise.allSettled(twice);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('may be on http where the operator lets it', async () => {
    const own = await startConnections(undefined, { network: { besides: 'loopback', plainHttp: true } });
    expect(await own.add(ada, { ...open, url: 'http://mcp.example.invalid/mcp' })).toMatchObject({
      state: { kind: 'failing' },
    });
    await own.close();
  });

  it('ends at a number that the operator sets', async () => {
    const own = await startConnections(undefined, { mostConnections: 1 });
    await own.add(ada, { ...open, url: server.url });
    await expect(own.add(ada, { ...open, name: 'Next' })).rejects.toMatchObject({
      fields: { name: expect.any(String) },
    });
    await own.close();
  });
});
