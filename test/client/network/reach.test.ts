/** Where a client connects, and where no name, number or notation leads it (CL-15). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { guardedFetch } from '@granthouse/client';
import { resolver, trap } from '../../authorization-server/fetching/local-internet.ts';

const closing: Array<() => Promise<void>> = [];
afterAll(() => Promise.all(closing.map((close) => close())));

function guarded(options: Parameters<typeof guardedFetch>[0] = {}) {
  const { fetch, close } = guardedFetch(options);
  closing.push(close);
  return fetch;
}

/** This machine, the network around it, and what a cloud tells its machines, in every notation that there is. */
const literals = [
  '127.0.0.1',
  '127.1',
  '127.0.0.1.',
  '0x7f.1',
  '0177.0.0.1',
  '2130706433',
  '0x7f000001',
  '１２７.０.０.１',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '168.63.129.16',
  '192.0.0.192',
  '224.0.0.1',
  '255.255.255.255',
];

describe('an address', () => {
  it.each(literals)('CL-15: in any notation leads to the internet or nowhere: %s', async (host) => {
    const { port, connections } = await trap();
    await expect(guarded()(`https://${host}:${port}/`)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(connections()).toBe(0);
  });

  it('CL-15: of the own network is refused beside this machine too', async () => {
    const fetch = guarded({ besides: 'loopback' });
    await expect(fetch('https://169.254.169.254/')).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(fetch('https://[fd00:ec2::254]/')).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('of this machine is asked when somebody says so', async () => {
    const { port, connections } = await trap();
    const fetch = guarded({ besides: 'loopback' });
    await expect(fetch(`http://127.1:${port}/`)).rejects.toMatchObject({ code: 'unreachable' });
    expect(connections()).toBe(1);
  });
});

describe('a name', () => {
  it.each([
    ['10.0.0.7'],
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:169.254.169.254'],
    ['93.184.215.14', '127.0.0.1'],
    ['2606:4700::1', 'fd00::1'],
  ])('CL-15: that leads to %s is not connected to', async (...addresses) => {
    const { port, connections } = await trap();
    const fetch = guarded({ resolve: resolver(addresses).resolve });
    await expect(fetch(`https://mcp.example.com:${port}/`)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(connections()).toBe(0);
  });

  it('CL-15: that changes its answer is connected to where it was judged, and asked once', async () => {
    const { port, connections } = await trap();
    // First a place that takes no connection, then this machine.
    const { resolve, asked } = resolver(['192.0.2.1'], ['127.0.0.1']);
    const fetch = guarded({ resolve, timeLimit: 200 });
    await expect(fetch(`https://mcp.example.com:${port}/`)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(asked).toEqual(['mcp.example.com']);
    const second = await trap();
    const turning = resolver(['127.0.0.1'], ['10.0.0.7']);
    const own = guarded({ resolve: turning.resolve, besides: 'loopback' });
    await expect(own(`https://mcp.example.com:${second.port}/`)).rejects.toMatchObject({ code: 'unreachable' });
    expect([second.connections(), turning.asked.length]).toEqual([1, 1]);
    await expect(own(`https://mcp.example.com:${second.port}/`)).rejects.toMatchObject({ code: 'not_allowed' });
    expect([second.connections(), connections()]).toEqual([1, 0]);
  });

  it.each(['localhost', 'localhost.', 'mcp.localhost'])(
    'CL-15: of this machine is judged as its address: %s',
    async (name) => {
      const { port, connections } = await trap();
      const fetch = guarded({ resolve: resolver(['127.0.0.1']).resolve });
      await expect(fetch(`https://${name}:${port}/`)).rejects.toMatchObject({ code: 'not_allowed' });
      expect(connections()).toBe(0);
    },
  );
});

describe('a name of this machine', () => {
  it.each(['localhost', 'localhost.', 'mcp.localhost', 'MCP.LocalHost'])(
    'CL-15: that is said to be elsewhere is sent nothing, least of all in the clear: %s',
    async (name) => {
      const fetch = guarded({ resolve: resolver(['93.184.215.14']).resolve, besides: 'private', timeLimit: 200 });
      await expect(fetch(`http://${name}/`)).rejects.toMatchObject({ code: 'not_allowed' });
    },
  );

  it('leads there', async () => {
    const { port, connections } = await trap();
    const fetch = guarded({ resolve: resolver(['127.0.0.1']).resolve, besides: 'loopback' });
    await expect(fetch(`http://mcp.localhost:${port}/`)).rejects.toMatchObject({ code: 'unreachable' });
    expect(connections()).toBe(1);
  });
});

describe('a scheme', () => {
  it.each([
    'ftp://mcp.example.com/',
    'file:///etc/passwd',
    'data:text/plain,a',
    'gopher://mcp.example.com/',
    'ws://mcp.example.com/',
  ])('other than https is never asked: %s', async (url) => {
    await expect(guarded({ besides: 'private', plainHttp: true })(url)).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('of plain http goes beyond this machine only when somebody says so', async () => {
    const { resolve, asked } = resolver(['93.184.215.14']);
    const url = 'http://mcp.example.com/';
    await expect(guarded({ resolve })(url)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(guarded({ resolve, besides: 'loopback' })(url)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(asked).toEqual([]);
  });

  it('never comes with a password, and the refusal repeats neither it nor the query', async () => {
    const refusal = guarded()('https://ada:secret@mcp.example.com/mcp?key=secret');
    await expect(refusal).rejects.toMatchObject({ code: 'not_allowed' });
    const told = await refusal.catch((error: unknown) => `${String(error)} ${JSON.stringify(error)}`);
    expect(told).not.toContain('secret');
  });
});
