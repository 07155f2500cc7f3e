/** Numbers arrive as they were given, or not at all (RFC 7493 §2.2, RFC 8259 §6). */
import { describe, expect, it } from '@jest/globals';
import { written } from './written.ts';

describe('a value', () => {
  it.each([
    ['path', JSON.parse('12345678901234567890') as number],
    ['query', 2 ** 53],
    ['header', -(2 ** 60)],
    ['cookie', [1, 2 ** 63]],
    ['query', Infinity],
  ])('of a number that lost digits on its way is refused in %s: %j', (place, value) => {
    const parameter = { name: 'id', in: place, required: true, schema: {} };
    const path = place === 'path' ? '/things/{id}' : '/things';
    expect(() => written({ path, parameters: [parameter] }, { id: value })).toThrow(/rounded|too large/u);
  });

  it('of a number stays what it is, as far as numbers go', () => {
    const parameters = [{ name: 'n', in: 'query', schema: {} }];
    const queries = [2 ** 53 - 1, -0.5, 1e21, 5e-324].map((n) => written({ parameters }, { n }).query);
    expect(queries).toEqual(['n=9007199254740991', 'n=-0.5', 'n=1e%2B21', 'n=5e-324']);
  });

  it('of JSON is refused where null would stand for a number', () => {
    const body = { requestBody: { required: true, content: { 'application/json': { schema: {} } } } };
    expect(() => written(body, { body: { limit: null, most: [Infinity] } })).toThrow('too large');
    expect(written(body, { body: { limit: null, text: 'null' } }).body).toBe('{"limit":null,"text":"null"}');
  });
});
