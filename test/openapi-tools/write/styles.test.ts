/** The table of styles in the specification, cell by cell (OpenAPI 3.1.1 §4.8.12.4), and what it leaves open. */
import { describe, expect, it } from '@jest/globals';
import { written } from './written.ts';

const empty = '';
const blue = 'blue';
const list = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

const inPath = [
  ['matrix', false, empty, ';color'],
  ['matrix', false, blue, ';color=blue'],
  ['matrix', false, list, ';color=blue,black,brown'],
  ['matrix', false, object, ';color=R,100,G,200,B,150'],
  ['matrix', true, blue, ';color=blue'],
  ['matrix', true, list, ';color=blue;color=black;color=brown'],
  ['matrix', true, object, ';R=100;G=200;B=150'],
  ['label', false, blue, '.blue'],
  ['label', false, list, '.blue,black,brown'],
  ['label', false, object, '.R,100,G,200,B,150'],
  ['label', true, list, '.blue.black.brown'],
  ['label', true, object, '.R=100.G=200.B=150'],
  ['label', true, ['1.5', '2'], '.1%2E5.2'],
  ['simple', false, blue, 'blue'],
  ['simple', false, list, 'blue,black,brown'],
  ['simple', false, object, 'R,100,G,200,B,150'],
  ['simple', true, list, 'blue,black,brown'],
  ['simple', true, object, 'R=100,G=200,B=150'],
  ['simple', false, ['a,b', 'c/d'], 'a%2Cb,c%2Fd'],
  ['simple', false, "it's (a)*!", 'it%27s%20%28a%29%2A%21'],
  ['simple', false, 'grün/weiß', 'gr%C3%BCn%2Fwei%C3%9F'],
  ['simple', false, 12.5, '12.5'],
  ['simple', false, true, 'true'],
] as const;

const inQuery = [
  ['form', false, empty, 'color='],
  ['form', false, blue, 'color=blue'],
  ['form', false, list, 'color=blue,black,brown'],
  ['form', false, object, 'color=R,100,G,200,B,150'],
  ['form', true, empty, 'color='],
  ['form', true, blue, 'color=blue'],
  ['form', true, list, 'color=blue&color=black&color=brown'],
  ['form', true, object, 'R=100&G=200&B=150'],
  ['spaceDelimited', false, list, 'color=blue%20black%20brown'],
  ['spaceDelimited', false, object, 'color=R%20100%20G%20200%20B%20150'],
  ['pipeDelimited', false, list, 'color=blue%7Cblack%7Cbrown'],
  ['pipeDelimited', false, object, 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ['deepObject', true, object, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  // What the table leaves open: lists and objects inside, nothing, and what divides.
  ['deepObject', true, { a: { b: ['c', 'd'] } }, 'color%5Ba%5D%5Bb%5D=c&color%5Ba%5D%5Bb%5D=d'],
  ['form', true, [], ''],
  ['form', true, null, ''],
  ['form', true, { R: null }, ''],
  ['form', false, ['a,b', 'c'], 'color=a%2Cb,c'],
  ['form', true, [{ a: 1 }], 'color=%7B%22a%22%3A1%7D'],
  ['form', true, 'a&b=c#d+e f', 'color=a%26b%3Dc%23d%2Be%20f'],
] as const;

const parameter = (place: string, style: string, more: object) => ({
  path: place === 'path' ? '/things/{color}' : '/things',
  parameters: [{ name: 'color', in: place, style, required: place === 'path', schema: {}, ...more }],
});

describe('a parameter', () => {
  it.each(inPath)('in the path as %s, exploded %s: %j', (style, explode, value, expected) => {
    expect(written(parameter('path', style, { explode }), { color: value }).path).toBe(`/things/${expected}`);
  });

  it.each(inQuery)('in the query as %s, exploded %s: %j', (style, explode, value, expected) => {
    expect(written(parameter('query', style, { explode }), { color: value }).query).toBe(expected);
  });

  it.each([
    [blue, 'blue', false],
    [list, 'blue,black,brown', false],
    [object, 'R,100,G,200,B,150', false],
    [object, 'R=100,G=200,B=150', true],
  ])('in a header: %j', (value, expected, explode) => {
    expect(written(parameter('header', 'simple', { explode }), { color: value }).headers.get('color')).toBe(expected);
  });

  it.each([
    ['form', false, blue, 'color=blue'],
    ['form', false, list, 'color=blue,black,brown'],
    ['form', true, list, 'color=blue; color=black; color=brown'],
    ['form', true, object, 'R=100; G=200; B=150'],
    ['form', true, 'a;b c', 'color=a%3Bb%20c'],
    ['cookie', true, 'a%20b', 'color=a%20b'],
  ])('in a cookie as %s, exploded %s: %j', (style, explode, value, expected) => {
    const { headers } = written({ ...parameter('cookie', style, { explode }), openapi: '3.2.0' }, { color: value });
    expect(headers.get('cookie')).toBe(expected);
  });

  it('with reserved characters allowed keeps those that divide nothing, and what is in percent already', () => {
    const { query } = written(parameter('query', 'form', { allowReserved: true }), {
      color: '/a?b:c@d;e=f&g#h[i]+j%2Fk%l',
    });
    expect(query).toBe('color=/a?b:c@d;e=f%26g%23h%5Bi%5D%2Bj%2Fk%25l');
  });

  it.each([
    ['query', { a: [1] }, 'color=%7B%22a%22%3A%5B1%5D%7D'],
    ['query', null, 'color=null'],
  ])('with a content in the %s is that content: %j', (place, value, expected) => {
    const described = { name: 'color', in: place, content: { 'application/json': { schema: {} } } };
    expect(written({ parameters: [described] }, { color: value }).query).toBe(expected);
  });

  it('with JSON as its content is ASCII in a header', () => {
    const described = { name: 'color', in: 'header', content: { 'application/json': { schema: {} } } };
    const text = written({ parameters: [described] }, { color: { name: 'grün 🎨' } }).headers.get('color') ?? '';
    expect(text).toMatch(/^[ -~]+$/u);
    expect(JSON.parse(text)).toEqual({ name: 'grün 🎨' });
  });

  it.each([
    ['application/x-www-form-urlencoded', { a: 'b c', d: ['e', 'f'] }, 'a=b%20c&d=e&d=f'],
    ['application/json', { a: 1 }, '%7B%22a%22%3A1%7D'],
    ['text/plain', 'a=b', 'a%3Db'],
  ])('that is the whole query as %s', (contentType, value, expected) => {
    const described = { name: 'all', in: 'querystring', content: { [contentType]: { schema: {} } } };
    expect(written({ openapi: '3.2.0', parameters: [described] }, { all: value }).query).toBe(expected);
  });
});
