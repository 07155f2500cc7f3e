/** The parser of the round trip, by the table of styles in the specification (OpenAPI 3.1.1 §4.8.12.4). */
import { describe, expect, it } from '@jest/globals';
import { describedOperation } from '../../support/openapi-request/described.ts';
import { parseRequest } from '../../support/openapi-request/parse-request.ts';

const list = ['blue', 'black', 'brown'];
const object = { R: '100', G: '200', B: '150' };
const text = { type: 'string' };
const schemas = { text, list: { type: 'array', items: text }, object: { type: 'object', additionalProperties: text } };

interface Received {
  readonly target: string;
  readonly headers?: Record<string, string>;
}

function parsed(parameter: object, path: string, { target, headers = {} }: Received) {
  const operation = { parameters: [{ name: 'color', ...parameter }] };
  const described = describedOperation({ paths: { [path]: { get: operation } } }, path, 'GET');
  const request = { method: 'GET', target, headers: new Headers(headers), body: Buffer.alloc(0) };
  return parseRequest(request, described, '/v1');
}

const inPath = [
  ['matrix', false, 'text', ';color=blue', 'blue'],
  ['matrix', false, 'list', ';color=blue,black,brown', list],
  ['matrix', false, 'object', ';color=R,100,G,200,B,150', object],
  ['matrix', true, 'list', ';color=blue;color=black;color=brown', list],
  ['matrix', true, 'object', ';R=100;G=200;B=150', object],
  ['label', false, 'text', '.blue', 'blue'],
  ['label', false, 'list', '.blue,black,brown', list],
  ['label', false, 'object', '.R,100,G,200,B,150', object],
  ['label', true, 'list', '.blue.black.brown', list],
  ['label', true, 'object', '.R=100.G=200.B=150', object],
  ['simple', false, 'text', 'blue', 'blue'],
  ['simple', false, 'list', 'blue,black,brown', list],
  ['simple', false, 'object', 'R,100,G,200,B,150', object],
  ['simple', true, 'object', 'R=100,G=200,B=150', object],
] as const;

const inQuery = [
  ['form', false, 'text', 'color=', ''],
  ['form', true, 'text', 'color=blue', 'blue'],
  ['form', false, 'list', 'color=blue,black,brown', list],
  ['form', false, 'object', 'color=R,100,G,200,B,150', object],
  ['form', true, 'list', 'color=blue&color=black&color=brown', list],
  ['form', true, 'object', 'R=100&G=200&B=150', object],
  ['spaceDelimited', false, 'list', 'color=blue%20black%20brown', list],
  ['spaceDelimited', false, 'object', 'color=R%20100%20G%20200%20B%20150', object],
  ['pipeDelimited', false, 'list', 'color=blue%7Cblack%7Cbrown', list],
  ['pipeDelimited', false, 'object', 'color=R%7C100%7CG%7C200%7CB%7C150', object],
  ['deepObject', true, 'object', 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150', object],
] as const;

describe('the parser of requests', () => {
  it.each(inPath)(
    'reads from a path in the style %s, exploded %s, as %s: %s',
    (style, explode, kind, segment, value) => {
      const parameter = { in: 'path', style, explode, schema: schemas[kind] };
      const { values, extra } = parsed(parameter, '/of/{color}/x', { target: `/v1/of/${segment}/x` });
      expect([values.get('path color'), extra]).toEqual([[value], []]);
    },
  );

  it.each(inQuery)(
    'reads from a query in the style %s, exploded %s, as %s: %s',
    (style, explode, kind, query, value) => {
      const parameter = { in: 'query', style, explode, schema: schemas[kind] };
      const { values, extra } = parsed(parameter, '/things', { target: `/v1/things?${query}` });
      expect([values.get('query color'), extra]).toEqual([[value], []]);
    },
  );

  it.each([
    [false, 'list', 'blue,black,brown', list],
    [false, 'object', 'R,100,G,200,B,150', object],
    [true, 'object', 'R=100,G=200,B=150', object],
  ] as const)('reads from a header, exploded %s, as %s: %s', (explode, kind, color, value) => {
    const parameter = { in: 'header', explode, schema: schemas[kind] };
    const { values } = parsed(parameter, '/things', { target: '/v1/things', headers: { color } });
    expect(values.get('header color')).toEqual([value]);
  });

  it.each(['/v1/other', '/v2/things', '/v1/things/x', '/v1/%74hings', '//evil.example/v1/things', '/v1/things#x'])(
    'takes no request of another path for one of its own: %s',
    (target) => {
      expect(() => parsed({ in: 'query', schema: text }, '/things', { target })).toThrow(Error);
    },
  );

  it('tells what nobody described', () => {
    const headers = { cookie: 'b=2', 'x-other': '3' };
    const { extra } = parsed({ in: 'query', schema: text }, '/things', { target: '/v1/things?a=1&color=x', headers });
    expect(extra).toEqual(['a=1', 'b=2', 'x-other: 3']);
  });
});
