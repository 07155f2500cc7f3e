/** Arguments are judged before anything is sent, and an agent is told how to mend them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const order = {
  type: 'object',
  required: ['customer', 'items'],
  additionalProperties: false,
  properties: {
    customer: { type: 'string', format: 'email' },
    password: { type: 'string', maxLength: 3 },
    pin: { type: 'string', writeOnly: true, pattern: '^[0-9]{4}$' },
    items: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku'],
        additionalProperties: false,
        properties: { sku: { type: 'string' }, amount: { type: 'integer', minimum: 1 } },
      },
    },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    paid: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
    due: { type: 'string', format: 'date' },
    state: { type: 'string', enum: ['open', 'closed', 'cancelled'] },
    country: { type: 'string', enum: Array.from({ length: 200 }, (_each, index) => `country-${index}`) },
    total: { type: 'number' },
    reference: { type: 'integer' },
    colour: { const: 'red' },
    meta: { type: 'object', properties: { a: { type: 'integer' } } },
  },
};
const document = documentOf({
  '/orders': {
    post: {
      operationId: 'placeOrder',
      requestBody: { required: true, content: { 'application/json': { schema: order } } },
    },
  },
});

describe('arguments', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());
  beforeEach(() => {
    api.recorded.length = 0;
  });

  async function call(args: unknown) {
    const { content, isError } = await openApiTools(document, { server: api.url }).call('placeOrder', args, {
      principal: undefined,
    });
    const [first] = content;
    return { isError, text: first?.type === 'text' ? first.text : '' };
  }
  const good = { customer: 'ada@example.com', items: [{ sku: 'a' }] };

  it.each([
    [
      'names what is missing first',
      { items: 3 },
      [
        /^- customer is missing\. Give a string of the format email, such as/mu,
        /^- items: found the number 3\. Give an array\.$/mu,
      ],
    ],
    [
      'asks for the argument that was meant',
      { ...good, custmer: 1 },
      [/^- custmer: there is no such argument\. Did you mean customer\?$/mu],
    ],
    [
      'tells what there is where nothing comes close',
      { ...good, items: [{ sku: 'a', zzzzzz: 1 }] },
      [/^- items\[0\]\.zzzzzz: there is no such member\. There are sku, amount\.$/mu],
    ],
    [
      'names the place inside',
      { ...good, items: [{ sku: 'a' }, { amount: 0 }] },
      [/items\[1\]\.sku is missing\. Give a string/u, /items\[1\]\.amount: found the number 0\. Give at least 1\./u],
    ],
    [
      'lists an enumeration, what was meant first',
      { ...good, state: 'closd' },
      [/^- state: found the text "closd"\. Give one of "closed", "open", "cancelled"\.$/mu],
    ],
    [
      'lists the beginning of a long one',
      { ...good, country: 'x' },
      [/Give one of "country-0", .*"country-11" and 188 more\.$/mu],
    ],
    [
      'gives an example of a format',
      { ...good, due: 'tomorrow' },
      [/^- due: found the text "tomorrow"\. Give a text of the format date, such as 2026-01-31\.$/mu],
    ],
    ['names the only value', { ...good, colour: 'blue' }, [/^- colour: found the text "blue"\. Give "red"\.$/mu]],
    [
      'joins the types of alternatives',
      { ...good, note: 5 },
      [/^- note: found the number 5\. Give a string or null\.$/mu],
    ],
    [
      'joins them where a text comes',
      { ...good, paid: 'maybe' },
      [/^- paid: found the text "maybe"\. Give a boolean or null\.$/mu],
    ],
    ['keeps long values out', { ...good, due: 'x'.repeat(5000) }, [/^- due: found a text of 5000 characters\. /mu]],
  ])('%s', async (_title, args, expected) => {
    const { isError, text } = await call(args);
    expect(isError).toBe(true);
    for (const pattern of expected) expect(text).toMatch(pattern);
    expect(text).toMatch(/^The arguments do not fit\./u);
    expect(api.recorded).toEqual([]);
  });

  it.each([null, 'text', 3, ['a'], undefined])('are one object, and not %j', async (args) => {
    expect(await call(args)).toMatchObject({ isError: true, text: expect.stringContaining('Give one object') });
  });

  it('of another type than an enumeration are told what it holds, once', async () => {
    const { text } = await call({ ...good, state: 5 });
    expect(text).toBe(
      'The arguments do not fit.\n- state: found the number 5. Give one of "open", "closed", "cancelled".',
    );
  });

  it('that fit their schema, and no request, are told in the same form', async () => {
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    const tools = openApiTools(documentOf({ '/orders/{id}': { get: { operationId: 'getOrder', parameters } } }), {
      server: api.url,
    });
    const { content } = await tools.call('getOrder', { id: '..' }, { principal: undefined });
    const fault = '- id stands in the path, where an empty text, "." and ".." would lead elsewhere.';
    expect(content).toEqual([{ type: 'text', text: `The arguments do not fit.\n${fault}` }]);
  });

  it('that may be secrets are never told again', async () => {
    const { text } = await call({ ...good, password: 'hunter2', pin: 'hunter3' });
    expect(text).toMatch(/^- password: found a text of 7 characters\. Give at most 3 characters\.$/mu);
    expect(text).toMatch(/^- pin: found a text of 7 characters\. /mu);
    expect(text).not.toContain('hunter');
  });

  it('are told of ten faults, and how many more there are', async () => {
    const { text } = await call({
      customer: 'ada@example.com',
      items: Array.from({ length: 40 }, () => ({ amount: 'x' })),
    });
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(10);
    expect(text).toMatch(/… and 70 more\.$/u);
  });

  it.each([
    ['a list', { items: '[{"sku":"a"}]' }, { items: [{ sku: 'a' }] }],
    ['an object', { meta: '{"a":1}' }, { meta: { a: 1 } }],
    ['a number', { reference: '12', total: '1.5' }, { reference: 12, total: 1.5 }],
    ['true or false', { paid: 'true' }, { paid: true }],
    ['null', { paid: 'null' }, { paid: null }],
  ])('written as text are taken for %s where no text fits', async (_title, args, sent) => {
    expect((await call({ ...good, ...args })).isError).toBeUndefined();
    expect(JSON.parse(api.recorded[0]?.body ?? '')).toEqual({ ...good, ...sent });
  });

  it.each([
    [
      'a number with more digits than one holds',
      { reference: '12345678901234567890' },
      /reference: found the text "12345678901234567890"\. Give an integer/u,
    ],
    ['what is no JSON', { meta: '{a: 1}' }, /meta: found the text .* Give an object/u],
    ['JSON that does not fit', { items: '[{"amount":1}]' }, /items\[0\]\.sku is missing/u],
  ])('written as text stay so when they are %s', async (_title, args, expected) => {
    expect((await call({ ...good, ...args })).text).toMatch(expected);
    expect(api.recorded).toEqual([]);
  });

  it('stay texts wherever a text fits', async () => {
    await call({ ...good, note: '12' });
    expect(JSON.parse(api.recorded[0]?.body ?? '')).toEqual({ ...good, note: '12' });
  });

  // https://github.com/PrefectHQ/fastmcp/issues/4924
  it('that are null are not the same as absent ones', async () => {
    await call({ ...good, note: null });
    await call(good);
    expect(api.recorded.map(({ body }) => 'note' in (JSON.parse(body) as object))).toEqual([true, false]);
  });
});
