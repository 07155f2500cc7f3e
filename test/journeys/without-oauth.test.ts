/**
 * The ways of a host that was given a key or headers instead of signing in, as Duvo's documentation describes them: a key as a
 * bearer value or in a header, or headers of each teammate's own, on an endpoint that takes access tokens, too.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOrderDeskServer } from '@granthouse/example-mcp-server';
import { type CredentialOptions, newApiKey } from '@granthouse/resource-server';
import { freePort } from '../support/free-port.ts';
import { mcpRemote } from '../support/mcp-remote.ts';
import { describeWhere } from '../support/run-where.ts';
import { sdkHosts, type Route } from '../support/sdk-hosts.ts';

type Headers = Record<string, string>;

/** A route that keeps what was sent: the path and the status. */
function routeTo(resource: string, headers: Headers): Route & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    resource,
    headers,
    sent,
    async fetch(url, init) {
      const answer = await fetch(url, init);
      sent.push(`${new URL(url).pathname} ${answer.status}`);
      return answer;
    },
  };
}

const note = (text: string) => ({ name: 'add_order_note', arguments: { order_id: 'ord_1001', text } });

interface Desk {
  readonly resource: string;
  /** Ada's: it may write as a key, and read as a header's value. */
  readonly key: string;
  close(): Promise<void>;
}

async function startDesk(sdk: 1 | 2): Promise<Desk> {
  const resource = `http://localhost:${await freePort()}/mcp`;
  const { key, sha256 } = await newApiKey('ok_');
  const ada = { clientId: 'duvo', subject: 'ada@example.com' };
  const keys = [{ ...ada, sha256, scopes: ['orders:write'] }];
  const credentials: CredentialOptions[] = [
    { kind: 'access_token' },
    { kind: 'api_key', prefix: 'ok_', keys },
    { kind: 'api_key', header: 'X-Api-Key', keys },
    {
      kind: 'headers',
      names: ['X-Team', 'X-Token'],
      validate: (values) => (values['X-Token'] === key ? ada : undefined),
    },
  ];
  const authorizationServers = ['https://issuer.example'];
  const desk = await createOrderDeskServer({ resource, authorizationServers, credentials, sdk });
  await desk.listen();
  return { resource, key, close: () => desk.close() };
}

describe.each([1, 2] as const)('a host without OAuth, at the order desk on SDK line %d', (sdk) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk(sdk);
  });
  afterAll(() => desk.close());

  const ways: [string, (key: string) => Headers][] = [
    ['a key as a bearer value', (value) => ({ Authorization: `Bearer ${value}` })],
    ['a key in a header', (value) => ({ 'X-Api-Key': value })],
    ['headers of their own', (value) => ({ 'X-Team': 'blue', 'X-Token': value })],
  ];
  // The 1.x line knows no later revision than 2025-11-25.
  const able = sdkHosts.filter(({ name }) => sdk === 2 || !name.includes('2026'));
  const hosts = able.flatMap((host) => ways.map(([way, headersFor]) => ({ host, name: host.name, way, headersFor })));

  it.each(hosts)('$name calls a tool with $way', async ({ host, headersFor }) => {
    const connected = await host.connect(routeTo(desk.resource, headersFor(desk.key)));
    const result = await connected.callTool({ name: 'list_customers', arguments: {} });
    expect(JSON.stringify(result['content'])).toContain('Ada Brandt');
    await connected.close();
  });

  it.each(hosts)(
    'RS-3: $name with what is wrong ($way) is told so, and looks for no way to sign in',
    async ({ host, headersFor }) => {
      const route = routeTo(desk.resource, headersFor('ok_wrong'));
      await expect(host.connect(route)).rejects.toThrow(/not known here|HTTP 401/);
      expect(new Set(route.sent)).toEqual(new Set(['/mcp 401']));
    },
  );

  it.each(able)('$name is known by its key to the tools, and stopped where its scopes end', async (host) => {
    const connected = await host.connect(routeTo(desk.resource, { 'X-Api-Key': desk.key }));
    const text = `From ${host.name}`;
    const added = await connected.callTool(note(text));
    expect(JSON.stringify(added)).toContain('ada@example.com');
    await connected.close();
    const reader = routeTo(desk.resource, { 'X-Team': 'blue', 'X-Token': desk.key });
    const reading = await host.connect(reader);
    // In words for the agent: a 403 would make some hosts look for a way to sign in, and there is none (HOST-23).
    const refused = await reading.callTool(note(text));
    expect(refused['isError']).toBe(true);
    expect(JSON.stringify(refused['content'])).toContain('needs orders:write, which was not granted');
    expect(reader.sent.at(-1)).toBe('/mcp 200');
    await reading.close();
  });
});

const onLinux = describeWhere(process.platform === 'linux', 'mcp-remote obeys BROWSER on Linux alone');

onLinux('mcp-remote 0.15.1 with a header', () => {
  it('brings a key to the desk, and opens no browser', async () => {
    const desk = await startDesk(2);
    const remote = await mcpRemote(desk.resource);
    const client = await remote.start(['--header', `X-Api-Key:${desk.key}`]);
    const { content } = await client.callTool({ name: 'list_customers', arguments: {} });
    expect(JSON.stringify(content)).toContain('Ada Brandt');
    await expect(remote.opened()).rejects.toThrow('ENOENT');
    await remote.close();
    await desk.close();
  });
});
