/** The seeded records, and how they are found. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CustomerPage, listCustomers } from '@granthouse/example-mcp-server/order-desk/customers';
import { openOrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import { formatMoney } from '@granthouse/example-mcp-server/order-desk/money';
import { addNote } from '@granthouse/example-mcp-server/order-desk/notes';
import { type OrderFilter, searchOrders } from '@granthouse/example-mcp-server/order-desk/order-search';
import { getOrder } from '@granthouse/example-mcp-server/order-desk/orders';
import { createRefund } from '@granthouse/example-mcp-server/order-desk/refunds';
import { afterAll, describe, expect, it } from '@jest/globals';

const desk = openOrderDesk({ path: ':memory:', now: () => Date.UTC(2026, 10, 23, 12) });
afterAll(() => desk.close());

const search = (filter: Partial<OrderFilter> = {}) => searchOrders(desk, { limit: 100, ...filter });
const all = search().items;
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('the seeded records', () => {
  it('are 25 customers and 80 orders, in several currencies and every status', () => {
    expect(listCustomers(desk, { limit: 100 }).items).toHaveLength(25);
    expect(all).toHaveLength(80);
    expect(new Set(all.map(({ currency }) => currency)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(all.map(({ status }) => status)).size).toBe(5);
  });

  it('are the same in every new database', () => {
    const other = openOrderDesk({ path: ':memory:' });
    expect(searchOrders(other, { limit: 100 }).items.map(({ order_id }) => getOrder(other, order_id))).toEqual(
      all.map(({ order_id }) => getOrder(desk, order_id)),
    );
    other.close();
  });

  it('add up: a total is its items and shipping, a payment is the total or nothing', () => {
    for (const { order_id } of all) {
      const { items, shipping_minor, total_minor, paid_minor, status } = getOrder(desk, order_id);
      const goods = items.reduce((sum, { quantity, unit_price_minor }) => sum + quantity * unit_price_minor, 0);
      expect(goods + shipping_minor).toBe(total_minor);
      expect(status === 'pending' ? [0] : status === 'cancelled' ? [0, total_minor] : [total_minor]).toContain(
        paid_minor,
      );
    }
  });

  it('are written once: a second start finds what the first one changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'order-desk-'));
    const path = join(folder, 'made', 'on', 'demand', 'desk.sqlite');
    const first = openOrderDesk({ path });
    const { order_id, currency } = all.find(({ status }) => status === 'delivered')!;
    const request = { order_id, currency, amount_minor: 100, reason: 'late', idempotency_key: 'key-0001' };
    const { refund } = createRefund(first, 'ada', request);
    first.close();
    const second = openOrderDesk({ path });
    expect(searchOrders(second, { limit: 100 }).total_matches).toBe(80);
    expect(createRefund(second, 'ada', request)).toEqual({ refund, repeated: true });
    second.close();
    rmSync(folder, { recursive: true });
  });
});

it('an unusable path stops the start and says what would do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-desk-'));
  const foreign = join(folder, 'foreign.sqlite');
  const database = new DatabaseSync(foreign);
  database.exec('PRAGMA user_version = 7');
  database.close();
  for (const path of [folder, foreign]) {
    expect(() => openOrderDesk({ path })).toThrow(/^databasePath: found .* give the path of a new file/s);
  }
  rmSync(folder, { recursive: true });
});

describe('a search of orders', () => {
  it('lists the newest first', () => {
    const dates = all.map(({ placed_at }) => placed_at);
    expect(dates).toEqual(dates.toSorted().toReversed());
  });

  it('finds by status and by customer, both at once', () => {
    const { customer_id, status } = all[0]!;
    const expected = all.filter((order) => order.customer_id === customer_id && order.status === status);
    expect(search({ customer_id, status }).items).toEqual(expected);
    expect(search({ customer_id }).items.length).toBeGreaterThan(expected.length);
  });

  it('includes both days of a range', () => {
    const [last, , first] = all.map(({ placed_at }) => placed_at.slice(0, 10));
    expect(search({ placed_from: first, placed_to: last }).items).toEqual(all.slice(0, 3));
  });

  it.each([
    ['zoe', 'Zoë Lefèvre'],
    ['ZOË LEFÈVRE', 'Zoë Lefèvre'],
    ['harbourlane.example', 'Priya Raman'],
    ['  kavarna   hana ', 'Hana Dvořáková'],
  ])('finds %j whatever the case, marks and order of words', (text, name) => {
    const found = search({ text });
    expect(new Set(found.items.map(({ customer_name }) => customer_name))).toEqual(new Set([name]));
  });

  it('finds by product and by order id', () => {
    const { items } = search({ text: 'hand grinder' });
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ order_id }) => getOrder(desk, order_id).items.some(({ sku }) => sku === 'GRN-HND-01'))).toBe(
      true,
    );
    expect(search({ text: 'ORD_1042' }).items.map(({ order_id }) => order_id)).toEqual(['ord_1042']);
  });

  it.each(['%', '_', "' OR 1=1 --", '"', '\\', '*'])('takes %j as text and nothing else', (text) => {
    expect(search({ text }).total_matches).toBe(text === '_' ? 80 : 0);
  });

  it('counts all matches on every page, and the pages hold each order once', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = search({ status: 'delivered', limit: 7, cursor });
      expect(page.total_matches).toBe(all.filter(({ status }) => status === 'delivered').length);
      seen.push(...page.items.map(({ order_id }) => order_id));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(all.filter(({ status }) => status === 'delivered').map(({ order_id }) => order_id));
  });

  it('gives no cursor when the page ends with the last match', () => {
    expect(search({ limit: 80 })).not.toHaveProperty('next_cursor');
    expect(search({ limit: 79 })).toHaveProperty('next_cursor');
  });

  it.each(['', 'x', 'bnVsbA', 'WyJhIl0', 'WzEsMl0', '🙂'])('refuses the cursor %j', (cursor) => {
    expect(codeOf(() => search({ cursor }))).toBe('invalid_cursor');
    expect(codeOf(() => listCustomers(desk, { limit: 5, cursor }))).toBe('invalid_cursor');
  });

  it('refuses a range that ends before it begins, and a customer that does not exist', () => {
    expect(codeOf(() => search({ placed_from: '2026-03-02', placed_to: '2026-03-01' }))).toBe('invalid_date_range');
    expect(codeOf(() => search({ customer_id: 'cus_1' }))).toBe('customer_not_found');
  });
});

describe('customers, notes and amounts', () => {
  it('list customers by name, page by page', () => {
    const pages: CustomerPage[] = [listCustomers(desk, { limit: 10 })];
    while (pages.at(-1)?.next_cursor !== undefined) {
      pages.push(listCustomers(desk, { limit: 10, cursor: pages.at(-1)?.next_cursor }));
    }
    const names = pages.flatMap(({ items }) => items.map(({ name }) => name));
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(25);
  });

  it('find customers by words and country', () => {
    expect(listCustomers(desk, { limit: 10, country: 'CZ', text: 'vlna' }).items.map(({ name }) => name)).toEqual([
      'Hana Dvořáková',
    ]);
    expect(listCustomers(desk, { limit: 10, country: 'ZZ' }).items).toEqual([]);
  });

  it('show a note on its order, with author and time', () => {
    const note = addNote(desk, { author: 'ada', order_id: 'ord_1002', text: 'Called back.\nAll fine.' });
    expect(note).toMatchObject({
      author: 'ada',
      created_at: '2026-11-23T12:00:00.000Z',
      text: 'Called back.\nAll fine.',
    });
    expect(getOrder(desk, 'ord_1002').notes).toEqual([note]);
    expect(getOrder(desk, 'ord_1003').notes).toEqual([]);
    expect(codeOf(() => addNote(desk, { author: 'ada', order_id: 'ord_1', text: 'x' }))).toBe('order_not_found');
  });

  it.each([
    [12990, 'EUR', '129.90 EUR'],
    [5, 'USD', '0.05 USD'],
    [12990, 'JPY', '12990 JPY'],
  ])('write %d of %s as %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });
});
