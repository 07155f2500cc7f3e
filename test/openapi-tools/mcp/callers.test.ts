/** Who calls decides what is listed, what is answered and what is asked for; the token stays where it came in. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import type { AuthInfo, Caller } from '@granthouse/openapi-tools/sdk-2';
import { parseChallenges } from '@granthouse/protocol';
import { type GuardedTools, startGuardedTools } from '../../support/guarded-tools.ts';
import { orderDocument, type OrderApi, startOrderApi } from '../../support/order-api.ts';
import { clients, sendRpc, textOf } from '../../support/tools-clients.ts';

const declared = ['orders:read', 'orders:delete', 'refunds:write'];
const lines = [
  ['sdk-2', '2026-07-28'],
  ['sdk-2', undefined],
  ['sdk-1', undefined],
] as const;

describe.each(lines)('on %s, revision %s', (line, revision) => {
  let api: OrderApi;
  let guarded: GuardedTools;
  const seen: unknown[] = [];
  const more = revision === undefined ? {} : { revision };

  beforeAll(async () => {
    api = await startOrderApi();
    const tools = openApiTools<Caller | undefined>(orderDocument, {
      server: api.origin,
      authorize: ({ scopes }, caller) => scopes.every((scope) => caller?.scopes.includes(scope)),
      credentials(_operation, caller) {
        seen.push(caller);
        return { headers: { 'x-api-key': 'own key' } };
      },
    });
    const forwarding = openApiTools<AuthInfo>(orderDocument, {
      server: api.origin,
      names: { prefix: 'leaky_' },
      credentials: ({ method }, { token }) =>
        method === 'DELETE'
          ? { headers: { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` } }
          : { query: { access_token: token } },
    });
    guarded = await startGuardedTools({
      line,
      declared,
      scopes: [...tools.scopes, ...forwarding.scopes.map(({ name }) => ({ name, scopes: [] }))],
      equip(server) {
        server.register(tools as never, { pageSize: 2 } as never);
        server.register(forwarding as never, { principal: (auth: AuthInfo) => auth } as never);
      },
    });
  });
  afterEach(() => {
    api.answer = undefined;
  });
  afterAll(async () => {
    await guarded.close();
    await api.close();
  });

  const namesFor = async (token: string) => {
    const names: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const params = cursor === undefined ? {} : { cursor };
      // oxlint-disable-next-line no-await-in-loop -- the next page is known from this one
      const { body } = await sendRpc(guarded.resource, token, { method: 'tools/list', params, ...more });
      const { tools, nextCursor } = body.result as { tools: { name: string }[]; nextCursor?: string };
      names.push(...tools.map(({ name }) => name));
      cursor = nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    return { names: names.filter((name) => !name.startsWith('leaky_')), pages };
  };

  it('RS-23: lists what the caller may call, page by page', async () => {
    const reader = await namesFor(await guarded.token(['orders:read']));
    expect(reader).toEqual({ names: ['listOrders', 'getOrder'], pages: 3 });
    const all = await namesFor(await guarded.token(declared));
    expect(all).toEqual({ names: ['listOrders', 'getOrder', 'deleteOrder', 'createRefund'], pages: 4 });
  });

  it('RS-23: says of a list that it is for one caller alone, where the revision has words for it', async () => {
    const token = await guarded.token(declared);
    const { body } = await sendRpc(guarded.resource, token, { method: 'tools/list', ...more });
    expect(body.result?.['cacheScope']).toBe(revision && 'private');
    expect(body.result?.['resultType']).toBe(revision && 'complete');
  });

  it('says that the list does not change, so that no host listens for it', async () => {
    const hello = { capabilities: {}, clientInfo: { name: 'raw', version: '1' }, protocolVersion: '2025-11-25' };
    const [method, params]: [string, object] = revision === undefined ? ['initialize', hello] : ['server/discover', {}];
    const token = await guarded.token(declared);
    const { body } = await sendRpc(guarded.resource, token, { method, params: { ...params }, ...more });
    expect(body.result?.['capabilities']).toMatchObject({ tools: { listChanged: false } });
  });

  it('refuses a cursor that leads nowhere as wrong parameters', async () => {
    const token = await guarded.token(declared);
    const params = { cursor: 'no such place' };
    const { body } = await sendRpc(guarded.resource, token, { method: 'tools/list', params, ...more });
    expect(body.error).toMatchObject({ code: -32_602 });
  });

  it('challenges a call whose scope was not granted, before the API hears of it', async () => {
    const before = api.requests.length;
    const params = { name: 'deleteOrder', arguments: { order_id: '7' } };
    const token = await guarded.token(['orders:read']);
    const { status, challenge } = await sendRpc(guarded.resource, token, { method: 'tools/call', params, ...more });
    expect(status).toBe(403);
    expect(parseChallenges(challenge)[0]?.parameters).toMatchObject({
      error: 'insufficient_scope',
      scope: 'orders:read orders:delete',
    });
    expect(api.requests).toHaveLength(before);
  });

  it('tells callbacks who calls, without the token', async () => {
    const token = await guarded.token(['orders:read'], 'grace');
    const params = { name: 'getOrder', arguments: { order_id: '7' } };
    await sendRpc(guarded.resource, token, { method: 'tools/call', params, ...more });
    expect(seen.at(-1)).toMatchObject({ clientId: 'client-1', scopes: ['orders:read'], extra: { subject: 'grace' } });
    expect(JSON.stringify(seen)).not.toContain(token);
  });

  it.each(['leaky_getOrder', 'leaky_deleteOrder'])('never lets %s send the token on', async (name) => {
    const before = api.requests.length;
    const token = await guarded.token(declared);
    const params = { name, arguments: { order_id: '7' } };
    const { body } = await sendRpc(guarded.resource, token, { method: 'tools/call', params, ...more });
    expect(body.result).toMatchObject({ isError: true });
    expect(JSON.stringify(body)).not.toContain(token);
    expect(textOf(body.result ?? {})).toMatch(/the fault is its own/u);
    expect(api.requests).toHaveLength(before);
    expect(guarded.errors.at(-1)?.message).toMatch(/^credentials: found the token that came in/u);
    expect(guarded.errors.at(-1)?.message).not.toContain(token);
  });

  it('answers a name that nobody knows as a wrong parameter', async () => {
    const token = await guarded.token(declared);
    const params = { name: 'leaky_nothing', arguments: {} };
    const { body } = await sendRpc(guarded.resource, token, { method: 'tools/call', params, ...more });
    expect(JSON.stringify(body)).toMatch(/no such tool/u);
  });

  it('ends the request to the API when the host hangs up', async () => {
    const token = await guarded.token(['orders:read']);
    const params = { name: 'getOrder', arguments: { order_id: 'slow' } };
    const hangsUp = new AbortController();
    const ended = new Promise<void>((resolve) => {
      api.answer = (_request, response) => {
        void once(response, 'close').then(() => resolve());
        hangsUp.abort();
      };
    });
    const call = sendRpc(guarded.resource, token, { method: 'tools/call', params, signal: hangsUp.signal, ...more });
    await expect(call).rejects.toThrow(/abort/u);
    await ended;
  });
});

describe('cancelled by a host of 2026-07-28', () => {
  it('ends the request to the API', async () => {
    const api = await startOrderApi();
    const tools = openApiTools(orderDocument, { server: api.origin });
    const equip = (server: { register: (tools: never) => void }) => server.register(tools as never);
    const guarded = await startGuardedTools({ line: 'sdk-2', declared, scopes: tools.scopes, equip });
    const client = await clients['client 2.4.0, 2026-07-28'](guarded.resource, await guarded.token(declared));
    const cancels = new AbortController();
    const ended = new Promise<void>((resolve) => {
      api.answer = (_request, response) => {
        void once(response, 'close').then(() => resolve());
        cancels.abort();
      };
    });
    const call = client.callTool({ name: 'listOrders' }, { signal: cancels.signal });
    await expect(call).rejects.toThrow(/abort/iu);
    await ended;
    await client.close();
    await guarded.close();
    await api.close();
  });
});
