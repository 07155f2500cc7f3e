/** The option `limits`: every tool is shown as those hosts take it, and no argument is lost. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkTools, openApiTools, type ToolLimits } from '@granthouse/openapi-tools';

const server = 'https://api.example.com';
const document = (...ids: string[]) => ({
  openapi: '3.1.0',
  info: {},
  paths: Object.fromEntries(ids.map((operationId, index) => [`/${index}`, { get: { operationId } }])),
});
const namesOf = (limits: ToolLimits | ToolLimits[], ...ids: string[]) => [
  ...openApiTools(document(...ids), { server, limits }).tools.keys(),
];

const narrow: ToolLimits = {
  nameLength: 24,
  namePattern: '^[A-Za-z][A-Za-z0-9_]*$',
  keyPattern: '^[A-Za-z_][A-Za-z0-9_]*$',
  keyLength: 20,
  refusedAtRoot: ['oneOf', 'anyOf', 'allOf', 'dependentRequired'],
  refusedKeywords: ['const', 'oneOf', '$ref', 'format'],
  singleTypes: true,
  arrayItems: true,
  descriptionLength: 80,
};

describe('names within the budget of a host', () => {
  it('are cut behind a hash of their operation, alike in any order', () => {
    const [a, b] = ['listTheOrdersOfOneCustomerByDate', 'listTheOrdersOfOneCustomerByPrice'];
    const names = namesOf({ nameLength: 30 }, a, b);
    expect(names[0]).toMatch(/^listTheOrdersOfOneCus_[0-9a-f]{8}$/u);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 30)).toBe(true);
    const turned = { ...document(a, b), paths: Object.fromEntries(Object.entries(document(a, b).paths).toReversed()) };
    expect([...openApiTools(turned, { server, limits: { nameLength: 30 } }).tools.keys()].toReversed()).toEqual(names);
  });

  it('count the name of the server where the host puts it in front', () => {
    const limits = { qualifiedName: { form: '{server}:{tool}', length: 60 }, serverName: 'order-desk' };
    const [name = ''] = namesOf(limits, 'o'.repeat(50));
    expect(name).toHaveLength(49);
    expect(namesOf(limits, 'o'.repeat(49))).toEqual(['o'.repeat(49)]);
  });

  it('keep to the narrowest of several hosts', () => {
    const [name = ''] = namesOf(
      [{ nameLength: 64 }, { namePattern: '[A-Za-z_]+', nameLength: 40 }, {}],
      'o'.repeat(50),
    );
    expect(name.length).toBeLessThanOrEqual(40);
  });

  it('that nobody refuses stay as they are', () => {
    expect(namesOf({ nameLength: 64, namePattern: '^[a-zA-Z0-9_-]+$' }, 'list-Orders', 'b')).toEqual([
      'list-Orders',
      'b',
    ]);
  });

  it('of other characters are written with those that all hosts take', () => {
    const names = namesOf({ namePattern: '^[A-Za-z_0-9]+$' }, 'list-orders', 'list_orders');
    expect(names[0]).toMatch(/^list_orders_[0-9a-f]{8}$/u);
    expect(names[1]).toBe('list_orders');
  });
});

describe('calls of mended tools', () => {
  const thing = {
    type: 'object',
    properties: { kind: { const: 'thing' }, size: { type: ['integer', 'null'] } },
    required: ['kind'],
  };
  const post = {
    operationId: 'createOneOfTheThingsThatWeHaveInStock',
    description: 'Creates. '.repeat(40),
    parameters: [
      { name: 'a-very-long-name-of-a-parameter', in: 'query', schema: { type: 'string', format: 'uuid' } },
      {
        name: 'Ab',
        in: 'header',
        required: true,
        schema: { oneOf: [{ type: 'string', minLength: 2 }, { type: 'null' }] },
      },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: thing } } },
  };
  const things = { openapi: '3.1.0', info: {}, paths: { '/things': { post } } };

  it('send every argument where the document says, under the names that are shown', async () => {
    const sent: { url?: string | undefined; ab?: unknown; body: string }[] = [];
    const api = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        sent.push({ url: request.url, ab: request.headers['ab'], body });
        response.end('ok');
      });
    });
    await once(api.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const { tools, call } = openApiTools(things, { server: origin, limits: narrow });
    const [tool] = tools.values();
    expect(tool && checkTools([tool.definition], narrow).findings).toEqual([]);
    const names = Object.keys(tool?.definition.inputSchema['properties'] ?? {});
    const [long = '', ab = ''] = [...(tool?.arguments.keys() ?? [])];
    expect(names).toEqual([long, ab, 'kind', 'size']);
    expect(tool?.definition.inputSchema['required']).toEqual([ab, 'kind']);
    const name = tool?.definition.name ?? '';
    const uuid = '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11';
    await call(name, { [long]: uuid, [ab]: 'xy', kind: 'thing', size: null }, { principal: undefined });
    expect(sent).toEqual([
      { url: `/things?a-very-long-name-of-a-parameter=${uuid}`, ab: 'xy', body: '{"kind":"thing","size":null}' },
    ]);
    api.close();
  });

  it('are judged by the whole schema, whatever of it is shown', async () => {
    const asked: unknown[] = [];
    const fetch = (url: unknown) => Promise.resolve((asked.push(url), new Response()));
    const { tools, call } = openApiTools(things, { server, limits: narrow, fetch });
    const [[name, tool] = ['', undefined]] = tools;
    const [, ab = ''] = [...(tool?.arguments.keys() ?? [])];
    const properties = tool?.definition.inputSchema['properties'] as Record<string, unknown>;
    expect(properties['kind']).toEqual({ enum: ['thing'] });
    const answer = await call(name, { [ab]: 'x', kind: 'thing' }, { principal: undefined });
    expect(answer.isError).toBe(true);
    expect(asked).toEqual([]);
  });

  it('show a description that is cut where a sentence ends', () => {
    const [tool] = openApiTools(things, { server, limits: narrow }).tools.values();
    expect(tool?.definition.description).toMatch(/^(?:Creates\. )+…$/u);
    expect(tool?.definition.description.length).toBeLessThanOrEqual(80);
  });
});

describe("Duvo's document", () => {
  const duvo = fileURLToPath(new URL('../fixtures/duvo-openapi.json', import.meta.url));

  it('keeps all its tools and arguments within narrow limits', () => {
    const [whole, mended] = [openApiTools(duvo), openApiTools(duvo, { limits: narrow })];
    expect(
      checkTools(
        [...whole.tools.values()].map(({ definition }) => definition),
        narrow,
      ).findings.length,
    ).toBeGreaterThan(100);
    const definitions = [...mended.tools.values()].map(({ definition }) => definition);
    expect(checkTools(definitions, narrow).findings).toEqual([]);
    const places = (tools: typeof whole) =>
      [...tools.tools.values()].map(({ operation, arguments: all }) => [
        operation.at,
        [...all.values()].map(({ in: place, wireName }) => [place, wireName]),
      ]);
    expect(places(mended)).toEqual(places(whole));
  });

  it('is the same with limits that nothing exceeds', () => {
    const limits = { nameLength: 64, refusedAtRoot: ['oneOf', 'anyOf', 'allOf'] };
    const shown = (tools: ReturnType<typeof openApiTools>) =>
      [...tools.tools.values()].map(({ definition }) => definition);
    expect(shown(openApiTools(duvo, { limits }))).toEqual(shown(openApiTools(duvo)));
  });
});

describe('the option limits', () => {
  it.each<[unknown, string]>([
    [{ namePattern: '(' }, 'limits.namePattern'],
    [[{ nameLength: 0 }], 'limits[0].nameLength'],
    [{ nameLenght: 64 }, 'limits.nameLenght'],
    [{ qualifiedName: { form: 'mcp', length: 64 } }, 'limits.qualifiedName.form'],
  ])('%j is refused at its place', (limits, path) => {
    expect(() => openApiTools(document('a'), { server, limits: limits as ToolLimits })).toThrow(
      expect.objectContaining({ path }),
    );
  });
});
