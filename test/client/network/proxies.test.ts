/** Through a proxy of a person's machine: what goes through it, what goes past it, and what is refused as ever (CL-15). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { guardedFetch, type GuardedFetchOptions } from '@granthouse/client';
import { examine } from '@granthouse/client/doctor';
import { proxyFor } from '../../../packages/client/src/network/proxies.ts';
import { httpServer } from '../../support/hostile-server.ts';
import { startForwardProxy } from '../../support/forward-proxy.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function proxied(options: GuardedFetchOptions = {}, status = 200) {
  const proxy = await startForwardProxy({ status });
  const url = new URL(proxy.origin);
  [url.username, url.password] = ['ada', 'hunter2'];
  const network = { plainHttp: true, proxies: { http: url, https: url, past: [] }, ...options };
  const { fetch, close } = guardedFetch(network);
  closing.push(close, () => proxy.close());
  return { proxy, fetch, network };
}

/** A server of this machine, by a name that nobody knows here. */
async function elsewhere(): Promise<string> {
  const server = await httpServer((_request, response) => response.end('{"found": true}'));
  return `http://mcp.example.com:${new URL(server).port}/mcp`;
}

describe('a proxy', () => {
  it('leads to a name that only it knows, and is shown who asks', async () => {
    const { proxy, fetch } = await proxied();
    const url = await elsewhere();
    expect(await (await fetch(url)).json()).toEqual({ found: true });
    const authorization = `Basic ${Buffer.from('ada:hunter2').toString('base64')}`;
    expect(proxy.asked).toEqual([{ to: new URL(url).host, authorization }]);
  });

  it.each(['https://10.0.0.7/', 'https://169.254.169.254/', 'https://[fd00::1]/', 'https://2130706433/'])(
    'CL-15: leads no further than without it: %s is refused',
    async (url) => {
      const { proxy, fetch } = await proxied();
      await expect(fetch(url)).rejects.toMatchObject({ code: 'not_allowed' });
      expect(proxy.asked).toEqual([]);
    },
  );

  it.each([
    ['that leads nowhere', 403, /through the proxy http:\/\/127\.0\.0\.1:\d+: the proxy does not lead there/],
    ['that asks who it is', 407, /the proxy does not lead there, or asks who you are/],
  ])('%s is named, without its password', async (_title, status, said) => {
    const { fetch } = await proxied({}, status);
    const refused: unknown = await fetch('https://mcp.example.com/mcp').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unreachable', message: expect.stringMatching(said) });
    expect(String(refused)).not.toContain('hunter2');
  });

  it('is named by the doctor, who says what it can not see there', async () => {
    const { proxy, network } = await proxied({}, 403);
    const report = await examine('https://mcp.example.com/mcp', { network, hosts: [] });
    expect(report.proxy).toBe(proxy.origin);
    expect(report.findings[0]?.seen).toMatch(/through the proxy/);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});

describe('what goes past the proxy', () => {
  const proxies = { https: new URL('http://proxy:8080'), http: new URL('http://proxy:3128') };
  it.each([
    ['https://mcp.example.com/', '', 'http://proxy:8080/'],
    ['http://mcp.example.com/', '', 'http://proxy:3128/'],
    ['https://mcp.example.com/', 'example.com', undefined],
    ['https://mcp.example.com/', '.example.com', undefined],
    ['https://mcp.example.com/', '*.Example.com', undefined],
    ['https://mcp.example.com/', 'ample.com', 'http://proxy:8080/'],
    ['https://mcp.example.com/', 'mcp.example.com:443', undefined],
    ['https://mcp.example.com:8443/', 'mcp.example.com:443', 'http://proxy:8080/'],
    ['https://mcp.example.com/', '*', undefined],
    ['https://10.1.2.3/', '10.0.0.0/8', undefined],
    ['https://[fd00::1]/', 'fd00::/8', undefined],
    ['http://127.0.0.1:3000/mcp', '', undefined],
    ['http://localhost:3000/mcp', '', undefined],
    ['http://mcp.localhost/mcp', '', undefined],
    ['http://[::1]/', '', undefined],
  ])('%s, with %j: %s', (url, past, expected) => {
    expect(proxyFor(new URL(url), { ...proxies, past: past === '' ? [] : [past] })?.href).toBe(expected);
  });
});
