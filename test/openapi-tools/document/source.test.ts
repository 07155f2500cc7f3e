/** A document arrives as a value, or in a file of JSON or YAML; never over the network. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApiTools, OpenApiError } from '@granthouse/openapi-tools';

const document = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  servers: [{ url: 'https://api.example' }],
  paths: { '/orders': { get: { operationId: 'listOrders', responses: { 200: { description: 'All' } } } } },
};
const yaml = `openapi: 3.0.3
info: { title: Orders, version: '1' }
servers: [{ url: https://api.example }]
paths:
  /orders:
    get: { operationId: listOrders, responses: { 200: { description: All } } }
`;

describe('a document', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (content: string | Uint8Array, name = 'openapi.yaml') => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const names = (source: object | string | URL) => [...openApiTools(source).tools.keys()];
  const refusal = (source: object | string | URL): unknown => {
    try {
      return openApiTools(source);
    } catch (error) {
      if (error instanceof OpenApiError) return { path: error.path, found: error.found, remedy: error.remedy };
      throw error;
    }
  };

  it('is read from a value, a path, a file: URL and a file: URL in words', () => {
    expect(names(document)).toEqual(['listOrders']);
    expect(names(file(JSON.stringify(document)))).toEqual(['listOrders']);
    expect(names(pathToFileURL(file(yaml)))).toEqual(['listOrders']);
    expect(names(pathToFileURL(file(yaml)).href)).toEqual(['listOrders']);
  });

  const written: [string, string | Uint8Array][] = [
    ['JSON with a byte order mark', `\uFEFF${JSON.stringify(document)}`],
    ['YAML with a byte order mark', `\uFEFF${yaml}`],
    [
      'YAML that begins with a brace',
      '{openapi: 3.0.3, servers: [{url: "https://api.example"}], paths: {/orders: {get: {operationId: listOrders}}}}',
    ],
    ['YAML with a version that is a number', yaml.replace('3.0.3', '3.1')],
    ['YAML with version 3.0 as a number', yaml.replace('3.0.3', '3.0')],
    [
      'YAML with merge keys',
      `${yaml.replace('get: {', 'get: { <<: *more,')}x-more: 1\n`.replace(
        'openapi:',
        'x-a: &more { deprecated: true }\nopenapi:',
      ),
    ],
    [
      'YAML with an anchor that is used often',
      `${yaml}x-a: &a { b: c }\nx-all: [${Array.from({ length: 500 }, () => '*a').join(', ')}]\n`,
    ],
  ];
  it.each(written)('may be %s', (_title, text) => {
    expect(names(file(text))).toEqual(['listOrders']);
  });

  const bomb = [
    'a: &a [x, x]',
    ...Array.from(
      'bcdefghijklmnopqrstuvwxyz',
      (name, index) =>
        `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghijklmnopqrstuvwxyz'[index]}`).join(', ')}]`,
    ),
  ].join('\n');
  const refused: [string, string | Uint8Array, string, string][] = [
    ['JSON with a fault', '{ "openapi": "3.0.3", }', 'JSON', 'Correct the JSON.'],
    ['YAML with a fault, by its line', 'openapi: 3.0.3\npaths: [', 'line 2', 'Correct the YAML.'],
    ['several documents in one file', `${yaml}---\n${yaml}`, 'multiple documents', 'Correct the YAML.'],
    ['a bomb of aliases', `openapi: 3.0.3\n${bomb}`, 'alias', 'Correct the YAML.'],
    ['YAML nested without end', `openapi: ${'['.repeat(20_000)}`, 'nested too deep', 'Correct the YAML.'],
    ['bytes of another coding', Uint8Array.of(0xff, 0xfe, 0x41, 0x00), 'no UTF-8', 'Save the file as UTF-8.'],
    ['an empty file', '', 'null', 'Hand in an OpenAPI document'],
    ['a list', '[]', 'an empty list', 'Hand in an OpenAPI document'],
  ];
  it.each(refused)('is refused when it is %s', (_title, text, found, remedy) => {
    expect(refusal(file(text))).toEqual({
      path: expect.any(String),
      found: expect.stringContaining(found),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('is refused by the words of the parser alone, without a colon that nothing follows', () => {
    expect(refusal(file('openapi: 3.0.3\npaths:\n  /a:\n    get: {operationId: b\n  /c: ['))).toMatchObject({
      found: expect.stringMatching(/ at line \d+, column \d+$/u),
    });
  });

  it.each([
    ['a file that is not there', () => join(folder, 'gone.json'), 'no file'],
    ['a folder', () => folder, 'a folder'],
    ['a text that is no path', () => yaml, 'no path'],
    ['JSON that is no path', () => JSON.stringify(document), 'no path'],
    ['an address of the web', () => new URL('https://api.example/openapi.json'), 'https://api.example'],
    ['an address of the web in words', () => 'https://api.example/openapi.json', 'https://api.example'],
  ])('is refused as %s', (_title, source, found) => {
    expect(refusal(source())).toMatchObject({ found: expect.stringContaining(found) });
  });

  it.each([
    [{ swagger: '2.0' }, '#/swagger', 'Swagger "2.0"', 'npx swagger2openapi'],
    [{ swagger: 2 }, '#/swagger', 'Swagger 2', 'npx swagger2openapi'],
    [{}, '#/openapi', 'no version', '3.0, 3.1 and 3.2'],
    [{ openapi: '4.0.0' }, '#/openapi', '"4.0.0"', '3.0, 3.1 and 3.2'],
    [{ openapi: '3.10.0' }, '#/openapi', '"3.10.0"', '3.0, 3.1 and 3.2'],
    [{ openapi: {} }, '#/openapi', 'an object', '3.0, 3.1 and 3.2'],
  ])('%j is refused by its version', (source, path, found, remedy) => {
    expect(refusal(source)).toEqual({
      path,
      found: expect.stringContaining(found),
      remedy: expect.stringContaining(remedy),
    });
  });

  it.each(['3.0.0', '3.0.4', '3.1.0', '3.1.2', '3.2.0', '3.1', '3.1.0-rc1'])('is read in version %s', (openapi) => {
    expect(names({ ...document, openapi })).toEqual(['listOrders']);
  });

  it('is refused, with what to do, when its references were replaced by objects that contain themselves', () => {
    const Tree: Record<string, unknown> = { type: 'object' };
    Tree['properties'] = { tree: Tree };
    expect(refusal({ ...document, components: { schemas: { Tree } } })).toEqual({
      path: '#/components/schemas/Tree/properties/tree',
      found: 'an object that contains itself',
      remedy: expect.stringContaining('bundle'),
    });
  });

  it('is planned when a value that no schema looks at contains itself, and one looks there all the same', () => {
    const loop: Record<string, unknown> = { type: 'object' };
    Object.assign(loop, { allOf: [loop], properties: { loop } });
    const schema = { type: 'object', properties: { a: { $ref: '#/x-loop' } } };
    const post = { operationId: 'make', requestBody: { content: { 'application/json': { schema } } } };
    const { tools, problems } = openApiTools({ ...document, 'x-loop': loop, paths: { '/people': { post } } });
    expect(tools.get('make')?.definition.inputSchema['properties']).toEqual({ a: { $ref: expect.any(String) } });
    expect(problems).toMatchObject([{ path: '#/x-loop', found: expect.stringContaining('in each other') }]);
  });

  it('may use the same object at several places', () => {
    const Name = { type: 'string' };
    const schema = { type: 'object', properties: { first: Name, last: Name } };
    const post = { operationId: 'make', requestBody: { content: { 'application/json': { schema } } } };
    const { tools } = openApiTools({ ...document, paths: { '/people': { post } } });
    expect(tools.get('make')?.definition.inputSchema['properties']).toEqual({ first: Name, last: Name });
  });

  const twice: [string, string, string, string][] = [
    [
      'JSON, with its place',
      `{"openapi":"3.1.0","a":[1,{"x\\"\\\\":2,"b":"y:{","x\\"\\\\":3}],"paths":{"/a/b":1,"/a/b":{}},"servers":[]}`,
      '#/a/1/x"\\ #/paths/~1a~1b #/paths',
      'a name that stands twice',
    ],
    ['YAML, with its line', `${yaml}paths: {}\n`, '# #/paths', 'line 7'],
  ];
  it.each(twice)('with a name that stands twice is read, and that is reported: %s', (_title, content, paths, found) => {
    const { problems, tools } = openApiTools(file(content), { server: 'https://api.example' });
    expect(tools.size).toBe(0);
    expect(problems.map(({ path }) => path).join(' ')).toBe(paths);
    expect(problems[0]).toMatchObject({
      found: expect.stringContaining(found),
      remedy: expect.stringContaining('last'),
    });
  });

  it('is not changed', () => {
    const frozen = JSON.parse(JSON.stringify(document), (_key, value: unknown) => Object.freeze(value)) as object;
    expect(names(frozen)).toEqual(['listOrders']);
  });
});
