/** The scopes of tools before real servers of both lines of the SDK, in every framework: what is refused never runs. */
import { request } from 'node:http';
import { parseChallenges } from '@granthouse/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requireScopes } from '@granthouse/resource-server/express';
import express from 'express';
import { engines, maxBodyBytes, nativeListener, needed } from './engines.ts';
import { callOf, type Endpoint, mounts, startEndpoint } from './mcp-endpoints.ts';

let endpoint: Endpoint;

const challengesOf = (answer: Response) => parseChallenges(answer.headers.get('www-authenticate') ?? '');
const askedIn = (answer: Response) => challengesOf(answer)[0]?.parameters['scope'];

/** The status of an answer, what it asks for, and what ran. */
async function outcomeOf(scope: string, body: unknown, headers?: Record<string, string>) {
  endpoint.ran.length = 0;
  const answer = await endpoint.post(await endpoint.token(scope), body, headers);
  const text = await answer.text();
  return { status: answer.status, asked: askedIn(answer), ran: [...endpoint.ran], text, answer };
}

const lines = [1, 2] as const;
const everywhere = lines.flatMap((line) =>
  Object.keys(mounts).map((name) => [line, name as keyof typeof mounts] as const),
);

describe.each(everywhere)('a server on line %d of the SDK, in %s', (line, name) => {
  beforeAll(async () => {
    endpoint = await startEndpoint((resource, ran) => mounts[name](resource, needed, engines[line](ran)));
  });
  afterAll(() => endpoint.close());

  it.each([
    ['orders:read', 'look'],
    ['orders:write', 'look'],
    ['orders:write', 'note'],
    ['orders:read refunds:write', 'refund'],
    ['orders:write refunds:write', 'everything'],
  ])('RS-8: %j is enough for %s', async (scope, tool) => {
    expect(await outcomeOf(scope, callOf(tool))).toMatchObject({ status: 200, ran: [tool] });
  });

  it.each([
    ['orders:read', 'note', 'orders:read orders:write'],
    ['orders:read', 'refund', 'orders:read refunds:write'],
    ['orders:write', 'refund', 'orders:write refunds:write'],
    ['orders:read', 'everything', 'orders:read orders:write refunds:write'],
    ['orders:write', 'everything', 'orders:write refunds:write'],
    ['orders:read', '__proto__', 'orders:read refunds:write'],
    ['orders:read', 'constructor', 'orders:read refunds:write'],
  ])('RS-7: with %j, %s is 403 before it runs, and asks for %j in one header', async (scope, tool, asked) => {
    const { answer, ...outcome } = await outcomeOf(scope, callOf(tool));
    expect(outcome).toMatchObject({ status: 403, asked, ran: [] });
    expect(challengesOf(answer)).toHaveLength(1);
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer error="insufficient_scope", scope="[^"]+", resource_metadata="[^"]+", error_description="/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('RS-7: a batch needs all that its calls need, asks for it at once, and runs as a whole or not at all', async () => {
    const batch = [callOf('note', 1), { jsonrpc: '2.0', id: 2, method: 'ping' }, callOf('refund', 3)];
    const refused = await outcomeOf('orders:read', batch);
    expect(refused).toMatchObject({ status: 403, asked: 'orders:read orders:write refunds:write', ran: [] });
    const allowed = await outcomeOf('orders:write refunds:write', batch);
    expect(allowed).toMatchObject({ status: 200, ran: ['note', 'refund'] });
  });

  it('RS-24: a tool that is registered and not declared is none for the caller, whatever the token allows', async () => {
    const { status, ran, text } = await outcomeOf('orders:write refunds:write', callOf('forgotten', 7));
    expect({ status, ran }).toEqual({ status: 200, ran: [] });
    expect(JSON.parse(text)).toMatchObject({ id: 7, error: { code: -32_602 } });
    expect(text).toContain('declares no scopes for it');
  });

  it('RS-20: the body decides, whatever a header names', async () => {
    const { status, ran } = await outcomeOf('orders:read', callOf('refund'), { 'mcp-name': 'look' });
    expect({ status, ran }).toEqual({ status: 403, ran: [] });
  });

  it.each([
    ['no JSON', '{', 400],
    ['an empty body', '', 400],
    ['an empty object', '{}', 400],
    ['a method without a name', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}', 200],
    [
      'a name in a prototype',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"__proto__":{"name":"refund"}}}',
      200,
    ],
    ['a call in a prototype', `{"jsonrpc":"2.0","id":1,"__proto__":${JSON.stringify(callOf('refund'))}}`, 400],
    ['a name in a list', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["refund"]}}', 200],
    ['a batch in a batch', JSON.stringify([[callOf('refund')]]), 400],
    ['two names', JSON.stringify(callOf('refund')).replace('"name"', '"name":"look","name"'), 403],
    ['a call that waits for no answer', JSON.stringify(callOf('refund', undefined)).replace('"id":1,', ''), 403],
  ])('%s runs no tool, and is answered by the SDK where it is no call', async (_what, body, status) => {
    const outcome = await outcomeOf('orders:read', body);
    // The parser of fastify refuses a prototype by itself.
    expect([status, 400]).toContain(outcome.status);
    expect(outcome.ran).toEqual([]);
  });

  it.each(['text/plain', 'application/json; charset=utf-8', 'text/plain; application/json', 'application/x'])(
    'a call beyond its scope does not run because it says it is %s',
    async (type) => {
      const { status, ran } = await outcomeOf('orders:read', callOf('refund'), { 'content-type': type });
      expect([403, 400, 415]).toContain(status);
      expect(ran).toEqual([]);
    },
  );

  it('leaves a GET, which calls nothing, to the SDK', async () => {
    const headers = { authorization: `Bearer ${await endpoint.token('orders:read')}`, accept: 'application/json' };
    const answer = await fetch(endpoint.url, { headers });
    expect([line, answer.status]).toEqual([line, line === 1 ? 406 : 405]);
  });

  it('reads no more than its limit, and says so', async () => {
    const body = callOf('look', 1, { arguments: { padding: 'x'.repeat(200_000) } });
    expect(await outcomeOf('orders:read', body)).toMatchObject({ status: 413, ran: [] });
    const fits = callOf('look', 1, { arguments: { padding: 'x'.repeat(maxBodyBytes - 200) } });
    expect(await outcomeOf('orders:read', fits)).toMatchObject({ status: 200, ran: ['look'] });
  });

  it('is not hurt by a client that goes away in the middle of its body', async () => {
    const authorization = `Bearer ${await endpoint.token('orders:read')}`;
    const headers = { authorization, 'content-type': 'application/json', 'content-length': '1000' };
    const sent = request(endpoint.url, { method: 'POST', headers, agent: false }).on('error', () => {});
    sent.write('{"jsonrpc"', () => sent.destroy());
    await new Promise((resolve) => sent.once('close', resolve));
    expect(await outcomeOf('orders:read', callOf('look'))).toMatchObject({ status: 200 });
  });
});

describe.each(lines)('a server on line %d whose parser passes over a body and leaves an empty one', (line) => {
  beforeAll(async () => {
    endpoint = await startEndpoint((resource, ran) =>
      mounts['express with a parser that reads nothing'](resource, needed, engines[line](ran)),
    );
  });
  afterAll(() => endpoint.close());

  it('RS-24: judges the body that the SDK would read', async () => {
    expect(await outcomeOf('orders:read', callOf('refund'))).toMatchObject({ status: 403, ran: [] });
    expect(await outcomeOf('orders:read', callOf('look'))).toMatchObject({ status: 200, ran: ['look'] });
  });
});

it('a framework without the guard runs nothing', async () => {
  endpoint = await startEndpoint((resource, ran) =>
    express()
      .set('env', 'test')
      .use('/mcp', requireScopes(resource, needed), () => ran.push('anything')),
  );
  expect(await outcomeOf('orders:read', callOf('look'))).toMatchObject({ status: 500, ran: [] });
  await endpoint.close();
});

describe('a tool of line 2 that declares its scopes to the SDK itself', () => {
  beforeAll(async () => {
    endpoint = await startEndpoint(nativeListener);
  });
  afterAll(() => endpoint.close());

  it.each([
    ['orders:read', 'look', 200, undefined],
    ['orders:write', 'note', 200, undefined],
    ['orders:read', 'note', 403, 'orders:read orders:write'],
    ['orders:read', 'everything', 403, 'orders:read orders:write refunds:write'],
  ])('RS-7: with %j, %s is %d and asks for %j', async (scope, tool, status, asked) => {
    const outcome = await outcomeOf(scope, callOf(tool));
    expect(outcome).toMatchObject({ status, asked, ran: status === 200 ? [tool] : [] });
  });
});
