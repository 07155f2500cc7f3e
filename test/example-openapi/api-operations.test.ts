/** What the order desk's API does: searches in every style of parameter, changes with null, an image, and nothing twice. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { type RunningApi, startApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({ limits: { requests: 1000, changes: 1000 } });
});
afterAll(() => api.close());

interface Listed {
  orders: { order_id: string; status: string; placed_at: string; customer_name: string }[];
  total_matches: number;
  next_cursor?: string;
}

const search = async (query: string) => (await api.send(`/orders?${query}`)).json as unknown as Listed;
const patch = (id: string, body: unknown, headers = {}) =>
  api.send(`/customers/${id}`, {
    method: 'PATCH',
    body,
    headers: { 'content-type': 'application/merge-patch+json', ...headers },
  });

describe('the search for orders', () => {
  it('takes several states in one parameter', async () => {
    const [paid, shipped, both] = await Promise.all(
      ['paid', 'shipped', 'paid,shipped'].map((s) => search(`status=${s}`)),
    );
    expect(paid!.total_matches).toBeGreaterThan(0);
    expect(both!.total_matches).toBe(paid!.total_matches + shipped!.total_matches);
    expect(new Set(both!.orders.map(({ status }) => status))).toEqual(new Set(['paid', 'shipped']));
  });

  it('takes the days as members of one parameter, encoded or not', async () => {
    const { orders } = await search('placed[from]=2026-03-01&placed%5Bto%5D=2026-03-31&limit=50');
    expect(orders.length).toBeGreaterThan(0);
    expect(orders.every(({ placed_at }) => placed_at.startsWith('2026-03'))).toBe(true);
  });

  it('goes on where the cursor says', async () => {
    const first = await search('limit=2');
    const second = await search(`limit=2&cursor=${first.next_cursor}`);
    expect(new Set([...first.orders, ...second.orders].map(({ order_id }) => order_id)).size).toBe(4);
  });
});

describe('a change of a customer', () => {
  it('changes what is named, and nothing else', async () => {
    const before = (await api.send('/customers/cus_104')).json;
    const { status, json } = await patch('cus_104', { email: 'priya@example.com' });
    expect({ status, json }).toEqual({ status: 200, json: { ...before, email: 'priya@example.com' } });
  });

  it('takes the company away with null, and both searches know it', async () => {
    expect((await search('text=corrib outdoor')).total_matches).toBeGreaterThan(0);
    expect((await patch('cus_108', { company: null })).json).toMatchObject({ company: null, name: 'Liam O’Connor' });
    expect((await search('text=corrib outdoor')).total_matches).toBe(0);
    expect((await api.send('/customers?text=corrib%20outdoor')).json['customers']).toEqual([]);
    expect((await patch('cus_108', { company: 'Mori & O’Connor' })).json).toMatchObject({ company: 'Mori & O’Connor' });
    const { orders } = await search('text=mori');
    expect(orders.map(({ customer_name }) => customer_name)).toContain('Liam O’Connor');
  });

  it('refuses an address that is taken', async () => {
    const { status, json } = await patch('cus_101', { email: 'zoe@lefevre.example' });
    expect({ status, error: json['error'] }).toEqual({ status: 409, error: 'email_taken' });
  });
});

describe('a barcode', () => {
  it('is a PNG whose lines hold the digits of the order', async () => {
    const headers = { 'x-service-key': api.serviceKey, authorization: `Bearer ${await api.token('vera')}` };
    const answer = await fetch(`${api.url}/orders/ord_1001/barcode.png?module=1`, { headers });
    expect(answer.headers.get('content-type')).toBe('image/png');
    const png = Buffer.from(await answer.arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    // Start 4, stop 5 and two pairs of digits of 18 modules, with 10 quiet ones on each side.
    expect([width, height]).toEqual([20 + 4 + 5 + 36, 40]);
    const row = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33))).subarray(1, 1 + width);
    const bars = [...row]
      .map((pixel) => (pixel === 0 ? '█' : ' '))
      .join('')
      .trim();
    // Of each pair the first digit is in the bars and the second in the gaps: 10, then 01.
    const [start, pairs, stop] = ['█ █ ', ['███ █ █   █   ███ ', '█   █ ███ ███ █   '], '███ █'];
    expect(bars).toBe([start, ...pairs, stop].join(''));
  });
});

describe('a request that is repeated with its key', () => {
  const note = (text: string, headers: Record<string, string>, as = 'carl') =>
    api.send('/orders/ord_1002/notes', { method: 'POST', body: { text }, headers, as });
  const notes = async () => ((await api.send('/orders/ord_1002')).json['notes'] as unknown[]).length;

  it('is done once and answered as the first time', async () => {
    const before = await notes();
    const key = { 'idempotency-key': 'note-key-0001' };
    const [first, again] = [await note('Called back.', key), await note('Called back.', key)];
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json]);
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(await notes()).toBe(before + 1);
  });

  it('is refused when it is another request, and nothing is done', async () => {
    const key = { 'idempotency-key': 'note-key-0002' };
    await note('Called back.', key);
    const before = await notes();
    expect((await note('Called again.', key)).json).toMatchObject({ error: 'idempotency_key_reused' });
    expect(await notes()).toBe(before);
  });

  it('is another request when another person makes it, or when a day has passed', async () => {
    const before = await notes();
    const key = { 'idempotency-key': 'note-key-0003' };
    await note('Called back.', key);
    await note('Called back.', key, 'mona');
    api.clock.advance(24 * 60 * 60 * 1000);
    await note('Called back.', key);
    expect(await notes()).toBe(before + 3);
  });

  it('may be mended after a refusal, because that leaves the key unused', async () => {
    const key = { 'idempotency-key': 'note-key-0004' };
    expect((await note('', key)).status).toBe(400);
    expect((await note('Called back.', key)).status).toBe(201);
  });

  it('refunds once, even when the desk was started anew in between', async () => {
    const { refundable_minor, currency } = (await api.send('/orders/ord_1003')).json as {
      refundable_minor: number;
      currency: string;
    };
    const body = { amount_minor: 100, currency, reason: 'Late parcel' };
    const sending = { method: 'POST', body, headers: { 'idempotency-key': 'refund-key-01' } };
    const first = await api.send('/orders/ord_1003/refunds', sending);
    expect(first).toMatchObject({ status: 201, json: { refundable_minor: refundable_minor - 100 } });
    // What the API remembers itself is gone after a day; what the desk keeps is not.
    api.clock.advance(24 * 60 * 60 * 1000);
    const again = await api.send('/orders/ord_1003/refunds', sending);
    expect(again).toMatchObject({ status: 201, json: first.json });
  });
});
