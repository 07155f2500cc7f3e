/** Scripts with an API key on the endpoint that takes access tokens too: every kind of argument and answer through the real API, and its refusals. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clients, textOf, type ToolsClient } from '../support/tools-clients.ts';
import { type OpenApiHouse, startOpenApiHouse } from './running-house.ts';

let house: OpenApiHouse;
let client: ToolsClient;
beforeAll(async () => {
  house = await startOpenApiHouse({ limits: { requests: 1000, changes: 1000 } });
});
afterAll(() => house.close());

const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });

describe.each(Object.entries(clients))('a script on %s with an API key', (name, connect) => {
  beforeEach(async () => {
    client = await connect(house.resource, house.keys.manager);
  });
  afterEach(() => client.close());

  it('acts as the person whose key it is', async () => {
    const { structuredContent } = await call('get_me');
    expect(structuredContent).toMatchObject({ subject: house.subjects.manager, role: 'manager' });
    const { requestHeaders } = house.exchanges.at(-1)!;
    expect(requestHeaders['x-service-key']).toBe(house.serviceKey);
    expect(JSON.stringify(house.exchanges)).not.toContain(house.keys.manager);
  });

  it('finds orders by members of an object', async () => {
    const { structuredContent } = await call('search_orders', { placed: { from: '2026-03-01', to: '2026-03-31' } });
    expect(house.exchanges.at(-1)?.target).toBe('/v1/orders?placed%5Bfrom%5D=2026-03-01&placed%5Bto%5D=2026-03-31');
    expect(structuredContent).toMatchObject({ total_matches: 8 });
  });

  it('clears with null, and leaves what it does not name', async () => {
    const before = await call('get_customer', { customer_id: 'cus_120' });
    const cleared = await call('update_customer', { customer_id: 'cus_120', company: null });
    expect(house.exchanges.at(-1)).toMatchObject({ method: 'PATCH', requestBody: '{"company":null}' });
    expect(house.exchanges.at(-1)?.requestHeaders['content-type']).toBe('application/merge-patch+json');
    expect(house.exchanges.at(-1)?.requestHeaders['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(cleared.structuredContent).toEqual({ ...before.structuredContent, company: null });
    const back = await call('update_customer', { customer_id: 'cus_120', company: 'Nine Arches Hotel' });
    expect(back.structuredContent).toEqual(before.structuredContent);
  });

  it('gives a file of base64 to a form, and is shown it again', async () => {
    const { content: barcode } = await call('get_order_barcode', { order_id: 'ord_1002' });
    const { data } = barcode[0] as { data?: string };
    const added = await call('add_order_photo', {
      order_id: 'ord_1002',
      photo: { data, filename: 'broken mug.png' },
      caption: 'Broken – “as delivered”',
    });
    expect(house.exchanges.at(-1)?.requestHeaders['content-type']).toMatch(/^multipart\/form-data; *boundary=/);
    expect(added.structuredContent).toMatchObject({
      caption: 'Broken – “as delivered”',
      media_type: 'image/png',
      size: Buffer.from(data ?? '', 'base64').length,
    });
    const photo = { order_id: 'ord_1002', photo_id: added.structuredContent?.['photo_id'] };
    expect((await call('get_order_photo', photo)).content).toEqual([{ type: 'image', mimeType: 'image/png', data }]);
  });

  it('is shown an image as an image', async () => {
    const { content } = await call('get_order_barcode', { order_id: 'ord_1001' });
    expect(content).toEqual([{ type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBORw0KGgo/) }]);
  });

  it('refunds once, however often it repeats itself with its key', async () => {
    const { structuredContent: order = {} } = await call('get_order', { order_id: 'ord_1005' });
    const refund = {
      order_id: 'ord_1005',
      amount_minor: 100,
      currency: order['currency'],
      reason: 'Late parcel',
      Idempotency_Key: `refund by ${name}`.replaceAll(/[^!-~]/g, '-'),
    };
    const first = await call('create_refund', refund);
    expect(first.structuredContent).toMatchObject({ refundable_minor: Number(order['refundable_minor']) - 100 });
    expect((await call('create_refund', refund)).structuredContent).toEqual(first.structuredContent);
    const { structuredContent: after = {} } = await call('get_order', { order_id: 'ord_1005' });
    expect(after['refunded_minor']).toBe(Number(order['refunded_minor']) + 100);
  });

  it.each([
    ['get_order', { order_id: 'ord_9' }, /404.*order_not_found.*search_orders/s],
    [
      'create_refund',
      { order_id: 'ord_1001', amount_minor: 1, currency: 'ABC', reason: 'Late', Idempotency_Key: 'a-key-of-8' },
      /422.*wrong_currency.*get_order/s,
    ],
    ['search_orders', { cursor: 'x' }, /400.*invalid_cursor/s],
  ])('is told by %s what the API says is wrong, and what to do', async (tool, args, words) => {
    const result = await call(tool, args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(words);
  });

  it('asks for nothing that can not be: the API is never called', async () => {
    const before = house.exchanges.length;
    expect((await call('search_orders', { status: ['lost'] })).isError).toBe(true);
    expect((await call('get_order', { order_id: '..' })).isError).toBe(true);
    expect(house.exchanges).toHaveLength(before);
  });

  it('of a person who may only read is refused in words by the API', async () => {
    const reading = await connect(house.resource, house.keys.viewer);
    const result = await reading.callTool({
      name: 'add_order_note',
      arguments: { order_id: 'ord_1001', text: 'Hello' },
    });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/403.*forbidden.*The role viewer does not permit orders:write/s);
    await reading.close();
  });
});

it('RS-3: a wrong key is refused, and so is no key, with the way to sign in', async () => {
  const send = (headers: Record<string, string>) => fetch(house.resource, { method: 'POST', headers, body: '{}' });
  expect((await send({ authorization: 'Bearer key_wrong' })).status).toBe(401);
  const answer = await send({});
  expect(answer.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/v1/mcp"');
});

it('a person who calls too often is told at once how many seconds to wait', async () => {
  const slow = await startOpenApiHouse({ limits: { requests: 2, changes: 1 } });
  const hurried = await clients['client 2.4.0, 2025-11-25'](slow.resource, slow.keys.manager);
  const results = [];
  for (let time = 0; time < 5; time += 1) results.push(await hurried.callTool({ name: 'get_me' }));
  const late = results.at(-1)!;
  expect(late.isError).toBe(true);
  expect(textOf(late)).toMatch(/429.*too_many_requests.*\d+ seconds/s);
  expect(late.structuredContent).toEqual({
    status: 429,
    retry_after_seconds: expect.any(Number),
    body: { error: 'too_many_requests', message: expect.any(String) },
  });
  await hurried.close();
  await slow.close();
});
