/** Every way to authenticate, at servers of our own and of others: found by asking, given, wrong, and taken back. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, Detected, NewConnection, Person } from '@granthouse/client/connections';
import { startHouse } from '../../support/order-desk.ts';
import { signInAnywhere } from '../../support/sign-in-anywhere.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { itsHeaders, startHeaderServer } from '../doctor/others/header-server.ts';
import { startSdk1Example, type OtherServer } from '../doctor/others/other-server.ts';
import { startSdk2Server } from '../doctor/others/sdk-2-server.ts';

let connections: Connections;
let server: OtherServer;

beforeEach(async () => {
  connections = await startConnections();
});
afterEach(async () => {
  await connections.close();
  await server.close();
});

const add = (authentication: NewConnection['authentication']) =>
  connections.add(ada, { name: 'Theirs', url: server.url, authentication, ownership: 'personal' });

async function detected(): Promise<Detected['asks']> {
  return (await connections.detect(ada, server.url)).asks;
}

async function toolsOf(by: Person): Promise<readonly string[] | undefined> {
  return (await (await connections.ready(by))[0]?.tools())?.map(({ name }) => name);
}

async function house(sdk: 1 | 2): Promise<OtherServer> {
  const { resource, close } = await startHouse({}, { sdk });
  return { url: resource, close };
}

interface OAuthCase {
  readonly name: string;
  readonly start: () => Promise<OtherServer>;
  readonly tool: string;
  /** Whether it offers to take tokens back. */
  readonly revokes: boolean;
}

describe.each<OAuthCase>([
  { name: 'the order desk on the 1.x SDK', start: () => house(1), tool: 'list_customers', revokes: true },
  { name: 'the order desk on the 2.x SDK', start: () => house(2), tool: 'list_customers', revokes: true },
  {
    name: 'the example of the 1.x SDK',
    start: () => startSdk1Example('--oauth', '--oauth-strict'),
    tool: 'greet',
    revokes: false,
  },
  {
    name: 'the guard of the 2.x SDK with a stock oidc-provider',
    start: startSdk2Server,
    tool: 'list_orders',
    revokes: true,
  },
])('OAuth at $name', ({ start, tool, revokes }) => {
  it('is found, gives each teammate their own tools, and is taken back from one alone', async () => {
    server = await start();
    expect(await detected()).toBe('oauth-ready');
    const { id } = await add({ kind: 'oauth' });
    for (const by of [bob, cy]) {
      const { url, binding } = await connections.beginSignIn(by, id);
      const finished = await connections.finishSignIn(by, await signInAnywhere(url), binding);
      expect(finished).toMatchObject({ kind: 'signed-in', connection: { state: { kind: 'connected' } } });
    }
    expect(await toolsOf(bob)).toContain(tool);
    expect(await connections.ready(ada)).toEqual([]);
    const [ready] = await connections.ready(bob);
    expect(await ready?.call(tool, tool === 'greet' ? { name: 'Bob' } : {})).toMatchObject({
      content: expect.any(Array),
    });
    expect(await connections.disconnect(bob, id)).toEqual({ isRevoked: revokes });
    expect(await connections.ready(bob)).toEqual([]);
    expect(await toolsOf(cy)).toContain(tool);
  });
});

describe('headers of their own', () => {
  it('are found to be asked for, taken when right, and told when wrong', async () => {
    server = await startHeaderServer();
    expect(await detected()).toBe('credential');
    const { id } = await add({ kind: 'headers', names: ['X-Api-Key'] });
    await connections.giveCredential(bob, id, { values: { 'X-Api-Key': itsHeaders['x-api-key'] } });
    const wrong = await connections.giveCredential(cy, id, { values: { 'X-Api-Key': 'wrong' } });
    expect(wrong.state).toEqual({ kind: 'credential-needed', why: 'refused' });
    expect(await toolsOf(bob)).toEqual(['list_orders']);
    expect(await connections.ready(cy)).toEqual([]);
  });

  it('are one key in one header, too', async () => {
    server = await startHeaderServer();
    const { id } = await add({ kind: 'api-key', header: 'X-Api-Key' });
    await connections.giveCredential(bob, id, { key: itsHeaders['x-api-key'] });
    expect(await toolsOf(bob)).toEqual(['list_orders']);
  });

  it('are told to be missing where nothing was said to be needed', async () => {
    server = await startHeaderServer();
    expect((await add({ kind: 'none' })).state).toEqual({ kind: 'credential-needed', why: 'refused' });
  });
});

describe('no credential', () => {
  it('is found to be enough, and everyone has the tools', async () => {
    server = await startSdk1Example();
    expect(await detected()).toBe('none');
    expect((await add({ kind: 'none' })).state.kind).toBe('connected');
    for (const by of [ada, bob]) expect(await toolsOf(by)).toContain('greet');
  });
});
