/** Bodies of every kind (OpenAPI 3.1.1 §4.8.13 to §4.8.15, RFC 7578). */
import { describe, expect, it } from '@jest/globals';
import { written } from './written.ts';

const bodyOf = (mediaType: string, schema: object, more: object = {}) => ({
  requestBody: { required: true, content: { [mediaType]: { schema, ...more } } },
});
const members = (names: readonly string[], each: object = {}) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, each])),
});

async function formOf({ body, headers }: ReturnType<typeof written>): Promise<FormData> {
  const bytes = Buffer.from(body ?? '', 'latin1');
  return new Response(bytes, { headers: { 'content-type': headers.get('content-type') ?? '' } }).formData();
}

describe('a body', () => {
  it('of JSON keeps null and what is absent apart', () => {
    const operation = bodyOf('application/merge-patch+json', members(['name', 'note', 'tag']));
    const { body, headers } = written({ ...operation, method: 'patch' }, { name: 'a', note: null });
    expect([JSON.parse(body ?? ''), headers.get('content-type')]).toEqual([
      { name: 'a', note: null },
      'application/merge-patch+json',
    ]);
  });

  it('that is needed is there without members, and one that is not is left out', () => {
    const operation = bodyOf('application/json', members(['name']));
    expect(written(operation, {}).body).toBe('{}');
    const optional = { requestBody: { ...operation.requestBody, required: false } };
    expect(written(optional, {})).toMatchObject({ body: undefined });
    expect(written(optional, {}).headers.has('content-type')).toBe(false);
  });

  it('has members named as prototypes are', () => {
    const body = JSON.parse('{"__proto__":1,"constructor":2}') as object;
    expect(written(bodyOf('application/json', { additionalProperties: true }), { body }).body).toBe(
      JSON.stringify(body),
    );
  });

  it.each([
    [{}, 'a=1&list=x&list=y%20z&object=%7B%22b%22%3A2%7D'],
    [{ object: { style: 'deepObject', explode: true } }, 'a=1&list=x&list=y%20z&object%5Bb%5D=2'],
    [{ list: { explode: false } }, 'a=1&list=x,y%20z&object=%7B%22b%22%3A2%7D'],
    [{ list: { contentType: 'application/json' } }, 'a=1&list=%5B%22x%22%2C%22y%20z%22%5D&object=%7B%22b%22%3A2%7D'],
  ])('of a form is written by its encoding: %j', (encoding, expected) => {
    const operation = bodyOf('application/x-www-form-urlencoded', members(['a', 'list', 'object']), { encoding });
    expect(written(operation, { a: 1, list: ['x', 'y z'], object: { b: 2 } }).body).toBe(expected);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data'])('of %s has no null', (mediaType) => {
    expect(() => written(bodyOf(mediaType, members(['a'])), { a: null })).toThrow("can't be null");
  });

  it('of several parts carries files, lists, objects and texts, and texts without a file name', async () => {
    const file = { type: 'string', format: 'binary' };
    const schema = {
      type: 'object',
      properties: {
        note: { type: 'string' },
        about: { type: 'object' },
        one: file,
        more: { type: 'array', items: file },
      },
    };
    const operation = { openapi: '3.0.3', ...bodyOf('multipart/form-data', schema) };
    const data = Buffer.from([0, 255, 13, 10, 45, 45]).toString('base64');
    const request = written(operation, {
      note: 'grün',
      about: { a: [1] },
      one: { data, filename: 'a "b"\r\nx.png', media_type: 'image/png' },
      more: [{ data }, { data: '' }],
    });
    const form = await formOf(request);
    expect([form.get('note'), form.get('about')]).toEqual(['grün', '{"a":[1]}']);
    const one = form.get('one') as File;
    expect([one.name, one.type, Buffer.from(await one.arrayBuffer()).toString('base64')]).toEqual([
      'a "b"\r\nx.png',
      'image/png',
      data,
    ]);
    expect(form.getAll('more')).toHaveLength(2);
    expect(request.body).not.toContain('\r\nx.png');
  });

  it.each([
    ['image/*', { data: 'AAEC', media_type: 'image/png' }, 'image/png'],
    ['application/octet-stream', { data: 'AAEC' }, 'application/octet-stream'],
  ])('of %s is its bytes', (mediaType, body, contentType) => {
    const request = written(bodyOf(mediaType, {}), { body });
    expect([request.body, request.headers.get('content-type')]).toEqual(['\0\u0001\u0002', contentType]);
  });

  it('of text is the text', () => {
    const request = written(bodyOf('text/plain', { type: 'string' }), { body: 'a "b"\n' });
    expect([request.body, request.headers.get('content-type')]).toEqual(['a "b"\n', 'text/plain']);
  });

  it.each([
    [{ data: 'no base64!' }, 'no base64'],
    [{ data: 'AAE' }, 'no base64'],
    [{ data: 'AAEC', media_type: 'image/png\r\nx-admin: 1' }, 'no media type'],
    [{ data: 'AAEC', media_type: 'png' }, 'no media type'],
  ])('of bytes refuses %j', (body, words) => {
    expect(() => written(bodyOf('application/octet-stream', {}), { body })).toThrow(words);
  });

  it.each([
    ['text/plain', { type: 'string' }, { body: '\ud800' }],
    ['multipart/form-data', members(['a'], { type: 'string' }), { a: '\ud800' }],
    [
      'multipart/form-data',
      members(['a'], { type: 'string', format: 'binary' }),
      { a: { data: '', filename: '\ud800' } },
    ],
    ['application/x-www-form-urlencoded', members(['a'], { type: 'string' }), { a: '\ud800' }],
  ])('of %s refuses half a character, which has no bytes: %j', (mediaType, schema, args) => {
    expect(() => written(bodyOf(mediaType, schema), args)).toThrow('half of a surrogate pair');
  });
});
