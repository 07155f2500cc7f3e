/** The tools as a host meets them: over HTTP, with the clients that others wrote, in both eras. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectedClient, connections, type ToolResult } from './clients.ts';
import { type RunningDesk, startDesk } from './running-desk.ts';

const everything = 'orders:read orders:write refunds:write';
const textOf = ({ content }: ToolResult) => content.map(({ text }) => text).join('\n');

describe.each(connections)('the entry on line %d, %s, %s', (sdk, _title, revision, connect) => {
  let desk: RunningDesk;
  let client: ConnectedClient;
  const key = () => `${revision}-${crypto.randomUUID()}`;
  const call = (name: string, input: Record<string, unknown> = {}) => client.callTool({ name, arguments: input });
  const structured = async <Shape>(name: string, input: Record<string, unknown> = {}) => {
    const result = await call(name, input);
    expect(textOf(result)).not.toBe('');
    expect(result.isError ?? false).toBe(false);
    return result.structuredContent as Shape;
  };

  beforeAll(async () => {
    desk = await startDesk({ sdk });
  });
  afterAll(() => desk.stop());
  beforeEach(async () => {
    client = await connect(desk.url, await desk.token(everything));
  });
  afterEach(() => client.close());

  it('RS-26: speaks this revision', () => {
    expect(client.revision).toBe(revision);
  });

  it('lists the tools, each with words for an agent, annotations, a flat input and an output schema', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      'add_order_note',
      'create_refund',
      'get_order',
      'list_customers',
      'search_orders',
    ]);
    for (const tool of tools) {
      expect(tool.title).toMatch(/\w/);
      expect(tool.description?.length).toBeGreaterThan(100);
      expect(tool.outputSchema).toMatchObject({ type: 'object', properties: expect.anything() });
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      const inputs = Object.values(
        tool.inputSchema.properties as Record<string, { type: string; description: string }>,
      );
      for (const input of inputs) {
        expect(['string', 'integer']).toContain(input.type);
        expect(input.description).toMatch(/\w/);
      }
    }
  });

  it.each([
    ['search_orders', true, false, true],
    ['get_order', true, false, true],
    ['list_customers', true, false, true],
    ['add_order_note', false, false, false],
    ['create_refund', false, true, true],
  ])(
    'says of %s: read only %s, destructive %s, idempotent %s',
    async (name, readOnlyHint, destructiveHint, idempotentHint) => {
      const { tools } = await client.listTools();
      expect(tools.find((tool) => tool.name === name)?.annotations).toEqual({
        readOnlyHint,
        destructiveHint,
        idempotentHint,
        openWorldHint: false,
      });
    },
  );

  it('finds an order by words, and pages', async () => {
    type Found = {
      orders: Array<{ order_id: string; customer_name: string }>;
      total_matches: number;
      next_cursor?: string;
    };
    const first = await structured<Found>('search_orders', { text: 'dvorakova', limit: 1 });
    expect(first.orders).toMatchObject([{ customer_name: 'Hana Dvořáková' }]);
    expect(first.total_matches).toBeGreaterThan(1);
    const next = await structured<Found>('search_orders', { text: 'dvorakova', limit: 1, cursor: first.next_cursor });
    expect(next.orders).toMatchObject([{ customer_name: 'Hana Dvořáková' }]);
    expect(next.orders[0]?.order_id).not.toBe(first.orders[0]?.order_id);
    expect((await structured<Found>('search_orders')).total_matches).toBe(80);
  });

  it('lists customers', async () => {
    const { customers } = await structured<{ customers: unknown[] }>('list_customers', { country: 'CZ' });
    expect(customers).toHaveLength(3);
  });

  it('adds a note under the caller’s name, which the order then shows', async () => {
    const note = await structured('add_order_note', { order_id: 'ord_1010', text: `  called ${revision}\r\nback ` });
    expect(note).toMatchObject({ author: 'ada', text: `called ${revision}\nback` });
    expect(await structured('get_order', { order_id: 'ord_1010' })).toMatchObject({
      notes: expect.arrayContaining([note]),
    });
  });

  it('refunds once for one key, however many calls run at once', async () => {
    const before = await structured<{ refunded_minor: number }>('get_order', { order_id: 'ord_1060' });
    const input = { order_id: 'ord_1060', amount_minor: 100, currency: 'EUR', reason: 'Late', idempotency_key: key() };
    const refunds = await Promise.all([1, 2, 3, 4, 5].map(() => structured('create_refund', input)));
    expect(refunds).toEqual(refunds.map(() => refunds[0]));
    const after = await structured<{ refunded_minor: number }>('get_order', { order_id: 'ord_1060' });
    expect(after.refunded_minor - before.refunded_minor).toBe(100);
    expect(textOf(await call('create_refund', input))).toMatch(/^No money moved now/);
  });

  it('keeps the keys of two people apart', async () => {
    const other = await connect(desk.url, await desk.token(everything, 'grace'));
    const input = { order_id: 'ord_1060', amount_minor: 100, currency: 'EUR', reason: 'Late', idempotency_key: key() };
    const mine = await structured<{ refund_id: string }>('create_refund', input);
    const theirs = await other.callTool({ name: 'create_refund', arguments: input });
    expect(theirs.structuredContent).toMatchObject({ refund_id: expect.not.stringMatching(`^${mine.refund_id}$`) });
    await other.close();
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'an unknown order',
      'get_order',
      { order_id: 'ord_1' },
      /No order has the id "ord_1"\. Find the id with search_orders/,
    ],
    ['an unknown customer', 'search_orders', { customer_id: 'cus_1' }, /Find the id with list_customers/],
    ['a cursor of its own making', 'search_orders', { cursor: 'page2' }, /Repeat the search without a cursor/],
    ['a note on an unknown order', 'add_order_note', { order_id: 'ord_1', text: 'x' }, /search_orders/],
    [
      'too large a refund',
      'create_refund',
      { order_id: 'ord_1060', amount_minor: 99_999_999, currency: 'EUR', reason: 'Late', idempotency_key: 'too-large' },
      /left to refund\. Ask the person for an amount_minor of at most \d+/,
    ],
  ])('HOST-23: calls %s an error and says what to do next', async (_case, name, input, words) => {
    const result = await call(name, input);
    expect(result).toMatchObject({ isError: true, content: [{ type: 'text', text: expect.stringMatching(words) }] });
    expect(result).not.toHaveProperty('structuredContent');
    expect(client.answers.at(-1)?.status).toBe(200);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['an argument that does not exist', 'search_orders', { query: { text: 'x' } }, 'query'],
    ['a fraction of a cent', 'create_refund', { amount_minor: 12.5 }, 'amount_minor'],
    ['a negative amount', 'create_refund', { amount_minor: -1 }, 'amount_minor'],
    ['no idempotency key', 'create_refund', { order_id: 'ord_1060', amount_minor: 1 }, 'idempotency_key'],
    ['a date that is none', 'search_orders', { placed_from: '2026-02-30' }, 'placed_from'],
    ['too long a page', 'list_customers', { limit: 51 }, 'limit'],
    ['an empty note', 'add_order_note', { order_id: 'ord_1010', text: ' ' }, 'text'],
    ['control characters', 'add_order_note', { order_id: 'ord_1010', text: 'a\u001b[2Jb' }, 'text'],
  ])('RS-24: calls %s an error that names the argument', async (_case, name, input, argument) => {
    expect(await call(name, input)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining(argument) }],
    });
  });
});

describe('the two entries', () => {
  it('list the same tools, to the last word and schema', async () => {
    const [first, second] = await Promise.all(connections.filter(([, title]) => title === 'SDK 1.32.2').map(listed));
    expect(first).toEqual(second);
    expect(first).toHaveLength(5);
  });
});

/** But for what each line adds by itself: the name of the schema language, and that tasks are not supported. */
async function listed([sdk, , , connect]: (typeof connections)[number]): Promise<unknown[]> {
  const desk = await startDesk({ sdk });
  const client = await connect(desk.url, await desk.token(everything));
  const { tools } = await client.listTools();
  await client.close();
  await desk.stop();
  return tools.map(({ name, title, description, annotations, inputSchema, outputSchema }) => {
    const schemas = [inputSchema, outputSchema].map((schema) => ({ ...Object(schema), $schema: undefined }) as object);
    return { name, title, description, annotations, schemas };
  });
}
