/** How the order desk's API says no: in its one envelope, with the status that its document names, and never with a 5xx for what somebody sent. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningApi, type Sending, startApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ limits: { requests: 1000, changes: 1000 } });
});
afterAll(() => api.close());

describe('what it refuses', () => {
  const post = (body: unknown, headers = {}): Sending => ({ method: 'POST', body, headers });
  const form = (body: string) => post(body, { 'content-type': 'multipart/form-data; boundary=b' });
  const part = (name: string, text: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n--b--\r\n`;
  const key = { 'idempotency-key': 'a-refund-key' };
  const refund = { amount_minor: 1, currency: 'EUR', reason: 'Late parcel' };
  const refusals: [string, string, Sending, number, string][] = [
    ['an order that is not there', '/orders/ord_9', {}, 404, 'order_not_found'],
    ['a customer that is not there', '/customers/__proto__', {}, 404, 'customer_not_found'],
    ['a path that is not there', '/nothing', {}, 404, 'no_such_operation'],
    ['a broken path', '/orders/%E0%A4%A', {}, 400, 'invalid_request'],
    ['a state that is not there', '/orders?status=lost', {}, 400, 'invalid_request'],
    ['a parameter that is not there', '/orders?state=paid', {}, 400, 'invalid_request'],
    ['a limit that is too high', '/orders?limit=51', {}, 400, 'invalid_request'],
    ['a cursor of another', '/orders?cursor=x', {}, 400, 'invalid_cursor'],
    [
      'days the wrong way round',
      '/orders?placed[from]=2026-02-02&placed[to]=2026-01-01',
      {},
      400,
      'invalid_date_range',
    ],
    ['a body that is no JSON', '/orders/ord_1001/notes', post('{'), 400, 'invalid_request'],
    ['a body that is a list', '/orders/ord_1001/notes', post([1]), 400, 'invalid_request'],
    ['no body', '/orders/ord_1001/notes', { method: 'POST' }, 415, 'unsupported_media_type'],
    [
      'another type',
      '/orders/ord_1001/notes',
      post('a', { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    ],
    ['a body too large', '/orders/ord_1001/notes', post({ text: 'a'.repeat(40_000) }), 413, 'invalid_request'],
    ['a member too many', '/orders/ord_1001/notes', post({ text: 'a', to: 'b' }), 400, 'invalid_request'],
    ['a control character', '/orders/ord_1001/notes', post({ text: 'a\u0007' }), 400, 'invalid_request'],
    ['a form that is none', '/orders/ord_1001/photos', form('no form'), 400, 'invalid_request'],
    ['a form without a file', '/orders/ord_1001/photos', form(part('photo', 'text')), 400, 'invalid_request'],
    [
      'a file that is no picture',
      '/orders/ord_1001/photos',
      form(part('photo"; filename="a.png', 'GIF89a')),
      400,
      'no_photo',
    ],
    [
      'a photo of no order',
      '/orders/ord_9/photos',
      form(part('photo"; filename="a.png', 'GIF89a')),
      404,
      'order_not_found',
    ],
    ['a photo that is not there', '/orders/ord_1001/photos/photo_99', {}, 404, 'photo_not_found'],
    ['a refund without a key', '/orders/ord_1001/refunds', post(refund), 400, 'idempotency_key_missing'],
    ['a key too short', '/orders/ord_1001/refunds', post(refund, { 'idempotency-key': 'a' }), 400, 'invalid_request'],
    ['another currency', '/orders/ord_1001/refunds', post({ ...refund, currency: 'ABC' }, key), 422, 'wrong_currency'],
    ['another method', '/me', { method: 'DELETE' }, 404, 'no_such_operation'],
  ];
  it.each(refusals)('%s', async (_title, path, sending, status, error) => {
    const answer = await api.send(path, sending);
    expect({ status: answer.status, json: answer.json }).toEqual({
      status,
      json: { error, message: expect.stringMatching(/./u) },
    });
  });

  const patch = (body: unknown) =>
    api.send('/customers/cus_101', {
      ...post(body, { 'content-type': 'application/merge-patch+json' }),
      method: 'PATCH',
    });

  it('a patch that changes nothing', async () => {
    expect((await patch({})).status).toBe(400);
    expect((await patch({ name: null })).status).toBe(400);
  });

  it('and none of it is a fault to tell the operator', () => {
    expect(api.logged).toEqual([]);
  });
});

describe('how often', () => {
  it('a person may call is as the document says, and the answer says when to come back', async () => {
    const slow = await startApi();
    slow.clock.advance(60_000 - (slow.clock.now() % 60_000) + 20_000);
    const note = { method: 'POST', body: { text: 'Called.' }, as: 'carl' };
    const changes = await Promise.all(Array.from({ length: 11 }, () => slow.send('/orders/ord_1001/notes', note)));
    expect(changes.filter(({ status }) => status === 201)).toHaveLength(10);
    const late = changes.find(({ status }) => status === 429)!;
    expect(late.headers.get('retry-after')).toBe('40');
    expect(late.json).toEqual({ error: 'too_many_requests', message: 'Try again in 40 seconds.' });
    const reads = await Promise.all(Array.from({ length: 51 }, () => slow.send('/me', { as: 'carl' })));
    expect(reads.filter(({ status }) => status === 200)).toHaveLength(50);
    expect((await slow.send('/me', { as: 'vera' })).status).toBe(200);
    slow.clock.advance(40_000);
    expect((await slow.send('/me', { as: 'carl' })).status).toBe(200);
    await slow.close();
  });
});
