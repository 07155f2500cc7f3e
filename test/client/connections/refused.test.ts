/** A server that refuses a credential once takes it from nobody for good, and one that refuses it for ever is not asked all the time. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientError } from '@granthouse/client';
import type { Connections, NewConnection } from '@granthouse/client/connections';
import { agentTools } from '../../../packages/client/src/connections/agent/agent-tools.ts';
import { memoryEngine } from '@granthouse/storage/memory';
import { startScriptedHouse, tokens, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

let server: SmallMcpServer;
let clock: TestClock;
let one: Connections;
let other: Connections;
let id: string;

const seconds = 1000;

beforeEach(async () => {
  clock = createTestClock();
  server = await startSmallMcpServer();
  const kept = memoryEngine({ now: clock.now });
  one = await startConnections(kept, { now: clock.now });
  other = await startConnections(kept, { now: clock.now });
});
afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  await server.close();
});

/** What a call says: nothing when it is answered. */
async function call(connections: Connections, by = bob): Promise<string> {
  const [ready] = await connections.ready(by);
  return (
    ready?.call('who', {}).then(
      () => '',
      (error: unknown) => (error instanceof ClientError ? error.code : String(error)),
    ) ?? 'not there'
  );
}

describe.each<[string, NewConnection['authentication']]>([
  ['a key', { kind: 'api-key', key: 'of-the-team' }],
  ['headers', { kind: 'headers', names: ['X-Team'], values: { 'X-Team': 'north' } }],
])('%s for everyone', (_, authentication) => {
  beforeEach(async () => {
    ({ id } = await one.add(ada, { name: 'Desk', url: server.url, authentication, ownership: 'shared' }));
  });

  /** As a server does while it is deployed. */
  async function refuseOnce() {
    server.takes = () => false;
    expect(await call(one)).toBe('credential_refused');
    server.takes = () => true;
    server.seen.length = 0;
  }

  it('is told to be refused, on the page and to every agent, and is not shown again at once', async () => {
    await refuseOnce();
    const agents = agentTools({ connections: other, site: 'https://connections.example' });
    clock.advance(15 * seconds - 1);
    expect(await other.find(cy, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'refused' } });
    expect(await agents.list(cy)).toMatchObject({
      tools: [],
      leftOut: [{ slug: 'desk', why: expect.stringContaining('asked again') }],
    });
    expect(await agents.call(cy, 'mcp__desk__who', { input: {} })).toMatchObject({ isError: true });
    expect(server.seen).toEqual([]);
  });

  it('is everybody’s again when the server takes it, without a person', async () => {
    await refuseOnce();
    clock.advance(15 * seconds);
    expect(await call(other, cy)).toBe('');
    expect((await one.find(bob, id))?.state.kind).toBe('connected');
    for (const each of [one, other]) expect(await call(each)).toBe('');
  });

  it('is shown anew by one call alone, in whatever process', async () => {
    await refuseOnce();
    server.takes = () => false;
    clock.advance(15 * seconds);
    const codes = await Promise.all([one, other, one, other, one].map((each) => call(each)));
    expect(codes).toEqual(Array.from(codes, () => 'credential_refused'));
    expect(server.seen).toHaveLength(1);
  });

  it('waits no longer after many calls that were refused together', async () => {
    server.takes = () => false;
    await Promise.all([one, other, one, other, one].map((each) => call(each)));
    server.takes = () => true;
    clock.advance(15 * seconds);
    expect(await call(one)).toBe('');
  });

  it('that is refused for ever is shown less and less, and after a day once an hour', async () => {
    await refuseOnce();
    server.takes = () => false;
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      clock.advance(300 * seconds);
      expect(await call(one)).toBe('credential_refused');
    }
    expect(server.seen.length).toBeGreaterThan(20);
    expect(server.seen.length).toBeLessThan(35);
    server.takes = () => true;
    clock.advance(3600 * seconds);
    expect(await call(one)).toBe('');
    server.takes = () => false;
    await call(one);
    server.takes = () => true;
    clock.advance(15 * seconds);
    expect(await call(one)).toBe('');
  });

  it('is shown at once when a person tests it', async () => {
    await refuseOnce();
    expect((await one.test(cy, id)).state.kind).toBe('connected');
    expect(await call(other)).toBe('');
  });
});

describe('a sign-in', () => {
  let house: ScriptedHouse;
  let isDeployed: boolean;

  beforeEach(async () => {
    house = await startScriptedHouse();
    const asks = house.routes['POST /mcp'];
    isDeployed = false;
    house.routes['POST /mcp'] = async (asked) => {
      if (isDeployed || !asked.headers.has('authorization')) return (await asks?.(asked)) ?? new Response();
      const { method, id: number } = JSON.parse(asked.body) as { method: string; id?: number };
      const result =
        method === 'tools/list'
          ? { tools: [{ name: 'who', inputSchema: { type: 'object' } }] }
          : method === 'tools/call'
            ? { content: [] }
            : {
                protocolVersion: '2025-11-25',
                capabilities: { tools: {} },
                serverInfo: { name: 'house', version: '1' },
              };
      return number === undefined
        ? new Response(null, { status: 202 })
        : Response.json({ jsonrpc: '2.0', id: number, result });
    };
    const url = house.endpoint.href;
    ({ id } = await one.add(ada, { name: 'Desk', url, authentication: { kind: 'oauth' }, ownership: 'personal' }));
    const begun = await one.beginSignIn(bob, id);
    await one.finishSignIn(bob, house.answerTo(begun.url), begun.binding);
    await call(one);
  });
  afterEach(() => house.close());

  const renewals = () => house.forms('/token').filter((form) => form.get('grant_type') === 'refresh_token').length;

  it('without a refresh token is good to its end, whatever a server refuses meanwhile', async () => {
    house.routes['POST /token'] = () => Response.json({ ...tokens, refresh_token: undefined });
    const begun = await one.beginSignIn(bob, id);
    await one.finishSignIn(bob, house.answerTo(begun.url), begun.binding);
    isDeployed = true;
    expect(await call(one)).toBe('credential_refused');
    isDeployed = false;
    clock.advance(15 * seconds);
    expect(await call(one)).toBe('');
    clock.advance(600 * seconds);
    expect(await call(one)).toBe('sign_in_needed');
  });

  it('whose fresh token a server refuses for a while is good again afterwards', async () => {
    isDeployed = true;
    expect(await call(one)).toBe('credential_refused');
    expect((await one.find(bob, id))?.state).toEqual({ kind: 'credential-needed', why: 'ended' });
    const before = renewals();
    expect(await call(other)).toBe('credential_refused');
    expect(renewals()).toBe(before);
    isDeployed = false;
    clock.advance(15 * seconds);
    expect(await call(other)).toBe('');
    expect((await one.find(bob, id))?.state.kind).toBe('connected');
  });

  it('whose renewal is refused has ended, and is not asked for again', async () => {
    house.routes['POST /token'] = () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    clock.advance(3_600_000);
    expect(await call(one)).toBe('sign_in_needed');
    house.routes['POST /token'] = () => Response.json(tokens);
    const before = house.asked.length;
    clock.advance(86_400_000);
    for (const each of [one, other]) expect(await call(each)).toBe('not there');
    expect(house.asked.length).toBe(before);
  });
});
