/** What an adapter must leave alone, and what it must not: streams, failures, what a proxy adds. */
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';
import { failures, mounts } from './adapters/mounts.ts';
import { answerTo, authorizationFor, open, serve } from './adapters/served.ts';

afterEach(() => {
  failures.length = 0;
  jest.restoreAllMocks();
});

describe.each(adapters)('the %s adapter', (name) => {
  it('leaves both streams untouched: the first bytes come back before the last are sent', async () => {
    const sent = await open(await serve((resource) => mounts[name](resource, 'echo')));
    sent.write('first');
    const answer = await answerTo(sent);
    expect(String((await once(answer, 'data'))[0])).toBe('first');
    sent.end('last');
    expect(String((await once(answer, 'data'))[0])).toBe('last');
  });

  it('leaves a failing handler to whoever handles failures there, and the server goes on', async () => {
    const resource = await serve((one) => mounts[name](one, 'fail'));
    const sent = await open(resource);
    sent.end();
    expect((await answerTo(sent)).statusCode).toBe(500);
    expect(failures.map(String)).toEqual([expect.stringContaining('broken handler')]);
    expect((await fetch(resource.metadataUrl)).status).toBe(200);
  });

  it('believes no forwarded header', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const { host } = new URL(resource.resource);
    const statusFor = async (headers: Record<string, string>) => {
      const sent = request(resource.resource, { method: 'POST', agent: false, headers }).end();
      const { statusCode, headers: answered } = (await answerTo(sent)).resume();
      expect(String(answered['www-authenticate'])).not.toMatch(/evil|other/);
      return statusCode;
    };
    expect(await statusFor({ 'x-forwarded-host': 'evil.example', 'x-forwarded-prefix': '/other' })).toBe(401);
    expect(await statusFor({ host: 'evil.example', 'x-forwarded-host': host, forwarded: `host=${host}` })).toBe(403);
  });
});

it.each(['node', 'koa', 'express', 'fastify'] as const)(
  'RFC9110 §12.5.5: the %s adapter leaves in Vary what others put there',
  async (name) => {
    const resource = await serve(async (one) => {
      const listener = await mounts[name](one, 'echo');
      return (message, response) => listener(message, response.setHeader('vary', 'Accept-Encoding'));
    });
    const authorization = await authorizationFor(resource);
    for (const headers of [{}, authorization]) {
      const answer = await fetch(resource.resource, { headers });
      expect(answer.headers.get('vary')).toMatch(/Accept-Encoding.*Origin|Origin.*Accept-Encoding/);
    }
  },
);

describe.each(adapters)('behind a proxy, the %s adapter', (name) => {
  let server: GuardedServer;
  beforeAll(async () => {
    const authorizationServers = ['https://as.example'];
    server = await startGuardedServer(name, { authorizationServers, allowedHosts: ['inside:8080'] });
  });
  afterAll(() => server.close());

  it('takes the host that the proxy puts in, and says the public address', async () => {
    const answer = await server.send('/mcp', { headers: [['Host', 'inside:8080']] });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)['resource_metadata']).toBe(server.resource.metadataUrl);
    expect((await server.send('/mcp', { headers: [['Host', 'inside']] })).status).toBe(403);
  });

  it('RFC9112 §3.2.2: guards the endpoint when the target is in absolute-form', async () => {
    for (const path of ['/mcp', '/MCP/', '/x/../mcp', '/mcp;v=1']) {
      expect((await server.send(`${server.origin}${path}`, { method: 'POST' })).status).toBe(401);
    }
    expect(server.seen).toEqual([]);
  });
});
