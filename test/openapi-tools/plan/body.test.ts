/** What of a body becomes arguments, and in which media type it goes (OpenAPI 3.1 §4.8.13, §4.8.14). */
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { placesOf, toolOf, toolsOf } from '../../support/planned-tools.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const bodyOf = (schema: object, mediaType = 'application/json', required = true) => ({
  requestBody: { required, content: { [mediaType]: { schema } } },
});
const components = {
  schemas: {
    Named: object({ name: text }, { required: ['name'] }),
    Tree: object({ name: text, children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } }),
    Order: { allOf: [{ $ref: '#/components/schemas/Named' }, object({ price: { type: 'number' } })] },
  },
};
const whole = { body: 'body (whole)' };
const inputOf = (operation: object) => toolOf(operation, { components }).definition.inputSchema;

describe('the body', () => {
  it('of one object gives its members as arguments, with what it requires', () => {
    const tool = toolOf(bodyOf(object({ name: text, price: { type: 'number' } }, { required: ['name'] })));
    expect(placesOf(tool)).toEqual({ name: 'body name', price: 'body price' });
    expect(tool.definition.inputSchema['required']).toEqual(['name']);
    expect(tool.body).toEqual({ mediaType: 'application/json', kind: 'json', required: true, encoding: {} });
  });

  it('of a reference, or of plain allOf, is one object too', () => {
    const own = { allOf: [{ $ref: '#/components/schemas/Order' }, { required: ['price'] }, { description: 'x' }] };
    const tool = toolOf(bodyOf({ ...own, properties: { note: text } }), { components });
    expect(placesOf(tool)).toEqual({ note: 'body note', name: 'body name', price: 'body price' });
    expect(tool.definition.inputSchema['required']).toEqual(['name', 'price']);
  });

  it('of several branches holds a member to what each of them says', () => {
    const one = object({ size: { type: 'integer' }, name: text });
    const other = object({ size: { minimum: 1 }, name: text });
    expect(inputOf(bodyOf({ allOf: [one, other] }))['properties']).toEqual({
      size: { allOf: [{ type: 'integer' }, { minimum: 1 }] },
      name: text,
    });
  });

  it.each<[string, object]>([
    ['a list', { type: 'array', items: text }],
    ['a primitive', text],
    ['a map', { type: 'object', additionalProperties: text }],
    ['any object', { type: 'object' }],
    ['anything', {}],
    ['a union', { oneOf: [object({ a: text }), object({ b: text })] }],
    ['a union beside members', object({ a: text, b: text }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] })],
    ['an object or null', { type: ['object', 'null'], properties: { a: text } }],
    ['members and more', object({ a: text }, { additionalProperties: text })],
    ['members and a pattern of more', object({ a: text }, { patternProperties: { '^x-': text } })],
    ['conditions', object({ a: text }, { if: { required: ['a'] }, else: { required: ['b'] } })],
    ['an object that holds itself', { $ref: '#/components/schemas/Tree' }],
    ['allOf with a union in it', { allOf: [object({ a: text }), { oneOf: [object({ b: text })] }] }],
  ])('of %s is one argument: body', (_title, schema) => {
    const { openapi, ...more } = { openapi: '3.1.0', components };
    const tool = toolOf(bodyOf(schema), { openapi, ...more });
    expect(placesOf(tool)).toEqual(whole);
    expect(tool.definition.inputSchema['required']).toEqual(['body']);
    for (const union of ['oneOf', 'anyOf', 'allOf']) expect(tool.definition.inputSchema).not.toHaveProperty(union);
  });

  it('that takes no more members than it names is flat', () => {
    expect(placesOf(toolOf(bodyOf(object({ a: text }, { additionalProperties: false }))))).toEqual({ a: 'body a' });
  });

  it('whose root is readOnly is sent all the same: the word is about members', () => {
    expect(placesOf(toolOf(bodyOf(object({ a: text }, { readOnly: true }))))).toEqual({ a: 'body a' });
  });

  it('gives up members that only answers have', () => {
    const schema = object({ id: { ...text, readOnly: true }, name: text }, { required: ['id', 'name'] });
    const tool = toolOf(bodyOf(schema));
    expect(placesOf(tool)).toEqual({ name: 'body name' });
    expect(tool.definition.inputSchema['required']).toEqual(['name']);
  });

  it('that may be left out is left out or whole: both can be said', () => {
    const schema = object({ a: text, b: text, c: text }, { required: ['b', 'c'] });
    const { inputSchema } = toolOf(bodyOf(schema, 'application/json', false)).definition;
    expect(inputSchema).not.toHaveProperty('required');
    const fits = new Ajv2020().compile(inputSchema);
    expect([{}, { b: '', c: '' }, { a: '', b: '', c: '' }].map((args) => fits(args))).toEqual([true, true, true]);
    expect([{ a: '' }, { b: '' }, { a: '', b: '' }, { c: '' }].map((args) => fits(args))).toEqual(
      Array.from({ length: 4 }, () => false),
    );
  });

  it('with one member that it needs, which may be left out, needs no words about it', () => {
    const { inputSchema } = toolOf(
      bodyOf(object({ a: text }, { required: ['a'] }), 'application/json', false),
    ).definition;
    expect(inputSchema).toEqual({ type: 'object', properties: { a: text }, additionalProperties: false });
  });

  it.each([
    [['application/xml', 'application/json'], 'application/json', 'json'],
    [['text/plain', 'application/merge-patch+json'], 'application/merge-patch+json', 'json'],
    [['*/*', 'application/json; charset=utf-8'], 'application/json; charset=utf-8', 'json'],
    [['application/vnd.order.v1+json'], 'application/vnd.order.v1+json', 'json'],
    [['application/vnd.order.v1'], 'application/vnd.order.v1', 'json'],
    [['*/*'], 'application/json', 'json'],
    [['application/*'], 'application/json', 'json'],
    [['multipart/form-data', 'application/x-www-form-urlencoded'], 'application/x-www-form-urlencoded', 'form'],
    [['text/plain', 'multipart/form-data'], 'multipart/form-data', 'multipart'],
    [['application/octet-stream', 'text/csv'], 'text/csv', 'text'],
    [['application/x-ndjson'], 'application/x-ndjson', 'text'],
    [['application/soap+xml'], 'application/soap+xml', 'text'],
  ])('of an object in one of %j goes as %s', (mediaTypes, mediaType, kind) => {
    const media = { schema: object({ a: text }) };
    const content = Object.fromEntries(mediaTypes.map((each) => [each, media]));
    expect(toolOf({ requestBody: { required: true, content } }).body).toMatchObject({ mediaType, kind });
  });

  it.each([
    ['application/xml', object({ a: text }), { type: 'string', description: 'As application/xml.' }],
    ['text/plain', text, text],
    ['text/plain', { type: 'integer' }, { type: 'integer' }],
    ['*/*', text, text],
    ['application/x-www-form-urlencoded', text, text],
  ])('of text is one text: %s', (mediaType, schema, shown) => {
    expect(inputOf(bodyOf(schema, mediaType))).toMatchObject({ properties: { body: shown }, required: ['body'] });
  });

  it.each([
    ['multipart/form-data', { type: 'array', items: text }],
    ['multipart/form-data', text],
    ['application/x-www-form-urlencoded', { type: 'array', items: text }],
  ])('of %s that is no object keeps the operation out', (mediaType, schema) => {
    const { skipped } = toolsOf({ '/a': { post: bodyOf(schema, mediaType) } });
    expect(skipped).toEqual([expect.objectContaining({ found: expect.stringContaining(mediaType) })]);
  });

  it('that is one argument says what the document says of the body', () => {
    const { requestBody } = bodyOf({ type: 'array', description: 'Newest first.' });
    expect(inputOf({ requestBody: { ...requestBody, description: 'All orders.' } })['properties']).toEqual({
      body: { type: 'array', items: {}, description: 'All orders.\n\nNewest first.' },
    });
  });

  it('takes of an encoding what the specification knows', () => {
    const encoding = {
      a: { contentType: 'text/csv', style: 'odd', explode: 1, headers: {} },
      b: 7,
      c: { explode: true },
    };
    const content = { 'application/x-www-form-urlencoded': { schema: object({ a: text }), encoding } };
    expect(toolOf({ requestBody: { content } }).body?.encoding).toEqual({
      a: { contentType: 'text/csv' },
      b: {},
      c: { explode: true },
    });
  });

  it('of a GET is never sent: reported, or the operation is skipped where it is needed', () => {
    const optional = toolsOf({ '/a': { get: bodyOf(object({ a: text }), 'application/json', false) } });
    expect(optional.tools.get('get_a')?.arguments.size).toBe(0);
    expect(optional.problems).toEqual([expect.objectContaining({ path: '#/paths/~1a/get/requestBody' })]);
    const needed = toolsOf({ '/a': { get: bodyOf(object({ a: text })) } });
    expect(needed.skipped).toEqual([expect.objectContaining({ path: '#/paths/~1a/get/requestBody' })]);
  });

  it('without a media type is reported, or keeps the operation out where it is needed', () => {
    expect(toolsOf({ '/a': { post: { requestBody: {} } } }).problems).toHaveLength(1);
    expect(toolsOf({ '/a': { post: { requestBody: { required: true, content: {} } } } }).skipped).toHaveLength(1);
  });

  it('holds members by any name', () => {
    const names = ['$ref', 'example', '__proto__', 'required', 'properties', 'allOf'];
    const schema = object(Object.fromEntries(names.map((name) => [name, text])));
    expect(Object.values(placesOf(toolOf(bodyOf(schema))))).toEqual(names.map((name) => `body ${name}`));
  });
});
