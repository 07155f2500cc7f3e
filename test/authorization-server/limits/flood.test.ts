/** Registrations in floods: bounded where they come from, in the store as a whole, and nobody else's trouble (RFC 7591 §5). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { floodedFrom, limitedServer, newClient, ownClient, statusesOf, type LimitedServer } from './limited-server.ts';

const minute = 60_000;
const attacker = '203.0.113.66';
const somebody = '198.51.100.7';

const running: LimitedServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(options: Parameters<typeof limitedServer>[0] = {}): Promise<LimitedServer> {
  const server = await limitedServer(options);
  running.push(server);
  return server;
}

describe('a flood of registrations from one address', () => {
  it('RFC7591-9: of 10,000 is refused from the 601st on, while another address goes on', async () => {
    const storage = memoryEngine();
    const server = await started({ storage });
    const others: number[] = [];
    const flood = await floodedFrom(attacker, server, {
      count: 10_000,
      async each(index) {
        if (index % 100 === 0) others.push((await server.register(somebody, newClient(`of another, ${index}`))).status);
      },
    });
    expect(flood).toEqual({ 201: 600, 429: 9400 });
    expect(others).toEqual(Array.from({ length: 100 }, () => 201));
    const { items } = await (await storage.open(collections)).list('client', { limit: 1000 });
    expect(items).toHaveLength(700);
  });

  it('leaves some hundred new clients an hour, however long it lasts', async () => {
    const server = await started({ limits: { times: 0.1 } });
    const accepted: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const flood = await statusesOf(60, (index) => server.register(attacker, newClient(`${round}, ${index}`)));
      accepted.push(flood[201] ?? 0);
      server.clock.advance(minute);
    }
    expect(accepted).toEqual([60, 41, 1, 1]);
  });

  it('of one body with secrets is bounded by what it says, and another body is taken', async () => {
    const server = await started({ limits: { times: 0.1 } });
    expect(await statusesOf(60, () => server.register(attacker, ownClient))).toEqual({ 201: 50, 429: 10 });
    server.clock.advance(1000);
    expect((await server.register(attacker, { ...ownClient, client_name: 'Another' })).status).toBe(201);
    expect((await server.register(somebody, ownClient)).status).toBe(201);
    expect(server.reached()).toMatchObject([{ limit: 'new_client', by: 'metadata and network', network: attacker }]);
  });
});

describe('a flood from many addresses', () => {
  it('leaves the last of the budget to networks that have hardly had new clients', async () => {
    const server = await started({ limits: { times: 0.1 } });
    const address = (index: number) => `203.0.113.${index % 20}`;
    expect(await statusesOf(1000, (index) => server.register(address(index), newClient(index)))).toEqual({
      201: 800,
      429: 200,
    });
    expect(server.reached()).toEqual([expect.objectContaining({ limit: 'new_client', by: 'all' })]);
    expect(await statusesOf(30, (index) => server.register(somebody, newClient(`mine, ${index}`)))).toEqual({
      201: 20,
      429: 10,
    });
  });

  it('keeps no app away that is known: who registers again finds it', async () => {
    const storage = memoryEngine();
    const server = await started({ storage, limits: { times: 0.01 } });
    const before = (await (await server.register(somebody)).json()) as { client_id: string };
    await statusesOf(200, (index) => server.register(`203.0.113.${index}`, newClient(index)));
    expect((await server.register('203.0.113.250', newClient('late'))).status).toBe(429);
    const again = (await (await server.register('203.0.113.250')).json()) as { client_id: string };
    expect(again.client_id).toBe(before.client_id);
    // An instance that has never seen it.
    const other = await started({ storage, limits: { times: 0.01 } });
    await statusesOf(200, (index) => other.register(`203.0.113.${index}`, newClient(`again, ${index}`)));
    expect((await other.register('203.0.113.250')).status).toBe(201);
  });
});

describe('registering again', () => {
  it('takes nothing of the budget of new clients', async () => {
    const server = await started({ limits: { times: 0.1 } });
    for (let round = 0; round < 20; round += 1) {
      const ports = (index: number) => [`http://127.0.0.1:${10_000 + index}/callback`];
      const again = (index: number) => server.register(somebody, { ...newClient('same'), redirect_uris: ports(index) });
      expect(await statusesOf(60, again)).toEqual({ 201: 60 });
      server.clock.advance(12_000);
    }
    expect(server.reached()).toEqual([]);
    expect(await statusesOf(60, (index) => server.register(somebody, newClient(index)))).toEqual({ 201: 60 });
  });
});

describe('limits that are switched off', () => {
  it('hold nobody', async () => {
    const server = await started({ limits: { enabled: false } });
    expect(await statusesOf(700, (index) => server.register(attacker, newClient(index)))).toEqual({ 201: 700 });
  });
});
