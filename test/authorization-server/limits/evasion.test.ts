/** Ways around the limits that lead nowhere: forged headers, addresses by the billion, more keys than are kept, clocks; and what an operator is told. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { limitedServer, newClient, statusesOf, type LimitedServer } from './limited-server.ts';

const running: LimitedServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(options: Parameters<typeof limitedServer>[0] = {}): Promise<LimitedServer> {
  const server = await limitedServer({ limits: { times: 0.01 }, ...options });
  running.push(server);
  return server;
}

describe('a header that says who asks', () => {
  it('RFC9700-20: gives nobody a budget of their own who comes through no declared proxy, and the log says what to do, once', async () => {
    const server = await started({ trustedProxies: [] });
    const forged = (index: number) => server.register(`203.0.113.${index}`, newClient(index));
    expect(await statusesOf(40, forged)).toEqual({ 201: 6, 429: 34 });
    const told = server.logged.filter((line) => line.includes('trustedProxies'));
    expect(told).toEqual([expect.stringMatching(/if (?:127\.0\.0\.1|::1) is your proxy, add it to trustedProxies/)]);
  });

  it('RFC9700-20: counts from its end, so that what a client writes into it moves no count', async () => {
    const server = await started();
    const forged = (index: number) => server.register(`192.0.2.${index}, 203.0.113.66`, newClient(index));
    expect(await statusesOf(40, forged)).toEqual({ 201: 6, 429: 34 });
    expect(server.logged.join()).not.toContain('trustedProxies');
  });
});

describe('addresses by the billion', () => {
  it('of one IPv6 network are one', async () => {
    const server = await started();
    expect(await statusesOf(40, (index) => server.register(`2001:db8:1:2::${index}`, newClient(index)))).toEqual({
      201: 6,
      429: 34,
    });
    expect((await server.register('2001:db8:1:3::1', newClient('neighbour'))).status).toBe(201);
  });

  it('of one IPv6 site have the budget of eight networks', async () => {
    const server = await started();
    const rotated = (index: number) => server.register(`2001:db8:1:${index.toString(16)}::1`, newClient(index));
    expect(await statusesOf(100, rotated)).toEqual({ 201: 48, 429: 52 });
    expect(server.reached()).toMatchObject([{ limit: 'registration', by: 'site', network: '2001:db8:1::/48' }]);
    expect((await server.register('2001:db8:2::1', newClient('elsewhere'))).status).toBe(201);
  });

  it('of IPv4 are the same in the spelling of IPv6', async () => {
    const server = await started();
    const spelled = (index: number) => `${index % 2 === 0 ? '::ffff:' : ''}203.0.113.66`;
    expect(await statusesOf(10, (index) => server.register(spelled(index), newClient(index)))).toEqual({
      201: 6,
      429: 4,
    });
  });
});

describe('a clock that is put back', () => {
  it('gives a flood nothing back, and holds nobody else', async () => {
    const server = await started();
    const flood = () => statusesOf(10, (index) => server.register('203.0.113.66', newClient(index)));
    expect(await flood()).toEqual({ 201: 6, 429: 4 });
    server.clock.advance(-60 * 60_000);
    expect(await flood()).toEqual({ 429: 10 });
    expect((await server.register('198.51.100.7')).status).toBe(201);
    server.clock.advance(12_000);
    expect(await flood()).toEqual({ 201: 6, 429: 4 });
  });
});

describe('several instances', () => {
  it('each count for themselves', async () => {
    const [one, other] = [await started(), await started()];
    const flood = (server: LimitedServer) =>
      statusesOf(10, (index) => server.register('203.0.113.66', newClient(index)));
    expect(await flood(one)).toEqual({ 201: 6, 429: 4 });
    expect(await flood(other)).toEqual({ 201: 6, 429: 4 });
  });
});

describe('what is told', () => {
  it('is one event for each who met a limit, and again after ten minutes', async () => {
    const server = await started();
    const flood = (address: string) => statusesOf(20, (index) => server.register(address, newClient(index)));
    await flood('203.0.113.66');
    await flood('203.0.113.67');
    const event = { limit: 'registration', by: 'network', retry_after: 2 };
    expect(server.reached()).toEqual([
      { ...event, network: '203.0.113.66' },
      { ...event, network: '203.0.113.67' },
    ]);
    server.clock.advance(600_000);
    await flood('203.0.113.66');
    expect(server.reached()).toHaveLength(3);
  });

  it('is a hundred events in ten minutes at most', async () => {
    const server = await started();
    await statusesOf(150 * 7, (index) => server.register(`203.0.113.${index % 150}`));
    expect(server.reached()).toHaveLength(100);
  });

  it('is no more of a client id than its beginning', async () => {
    const server = await started();
    await statusesOf(12, () => server.authorize('203.0.113.66', 'x'.repeat(5000)));
    expect(server.reached()).toMatchObject([{ by: 'client and network', client_id: 'x'.repeat(200) }]);
  });
});

describe('networks that many people share', () => {
  it.each([
    ['a host’s own', '160.79.104.10', {}],
    ['the operator’s', '198.51.100.7', { sharedNetworks: ['198.51.100.0/24'] }],
  ])('%s have ten times the budget', async (_whose, address, more) => {
    const server = await started({ limits: { times: 0.01, ...more } });
    expect(await statusesOf(70, () => server.register(address))).toEqual({ 201: 60, 429: 10 });
  });
});
