/** What no value may do: leave the template, pass for another parameter, add a header or a line (RFC 3986 §5.2.4, RFC 9110 §5.5). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ArgumentError } from '../../../packages/openapi-tools/src/call/write/argument-error.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { writerOf, written } from './written.ts';

const inPath = (path: string) => ({ path, parameters: [{ name: 'id', in: 'path', required: true, schema: {} }] });

const escapes = ['', '.', '..', '%2e', '%2E%2e', '.%2e'];

describe('a value in the path', () => {
  it.each(escapes)('is refused where it would lead elsewhere: %j', (id) => {
    expect(() => written(inPath('/things/{id}/parts'), { id })).toThrow('id stands in the path');
    expect(() => written(inPath('/things/{id}'), { id })).toThrow('id stands in the path');
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['//evil.example', '%2F%2Fevil.example'],
    ['.\t.', '.%09.'],
    ['.\n.', '.%0A.'],
    ['a?admin=1', 'a%3Fadmin%3D1'],
    ['a#b', 'a%23b'],
    ['a;v=1', 'a%3Bv%3D1'],
    ['@evil.example', '%40evil.example'],
    ['...', '...'],
    ['..a/b..', '..a%2Fb..'],
  ])('stays one segment: %j', (id, expected) => {
    expect(written(inPath('/things/{id}/parts'), { id }).path).toBe(`/things/${expected}/parts`);
  });

  it.each(['../admin', 'a/..', 'a/../../admin', './a', '..\\admin', '..;/admin', '%2e%2e%2fadmin', 'a%5C..'])(
    'is refused where a proxy that decodes first would lead elsewhere: %j',
    (id) => {
      expect(() => written(inPath('/things/{id}/parts'), { id })).toThrow('leads out');
      for (const style of ['simple', 'label', 'matrix']) {
        const operation = {
          path: '/things/{id}',
          parameters: [{ name: 'id', in: 'path', style, explode: true, required: true, schema: {} }],
        };
        expect(() => written(operation, { id: ['a', `b/${id}`] })).toThrow('leads out');
      }
    },
  );

  it.each(['a/../b', '../b', 'a/..', 'a//b', '/a', 'a/', 'a/./b', 'a/%2e%2e/b'])(
    'of several segments is judged segment by segment: %j',
    (path_rest) => {
      const operation = { path: '/files/{*}', parameters: [{ name: '*', in: 'path', required: true, schema: {} }] };
      expect(() => written(operation, { path_rest })).toThrow('stands in the path');
    },
  );

  it('of several segments keeps them', () => {
    expect(written({ path: '/files/{*}' }, { path_rest: 'a b/c?d' }).path).toBe('/files/a%20b/c%3Fd');
  });

  it.each([
    ['/things/.{id}', '.'],
    ['/things/{id}', null],
    ['/things/{id}', []],
    ['/things/{id}', ['']],
    ['/things/{id}', ['..']],
    ['/things/{id}', {}],
    ['/things/{id}', '\ud800'],
  ])('is refused in %s: %j', (path, id) => {
    expect(() => written(inPath(path), { id })).toThrow(Error);
  });

  it('can be a label that begins with a dot of its own', () => {
    const operation = {
      path: '/things/{id}',
      parameters: [{ name: 'id', in: 'path', style: 'label', required: true, schema: {} }],
    };
    expect(() => written(operation, { id: '.' })).toThrow('stands in the path');
    expect(() => written(operation, { id: [''] })).toThrow('leads out');
  });

  it('never makes the URL leave its template, whatever it is', () => {
    const write = writerOf(inPath('/things/{id}/parts'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.constantFrom(...escapes)), (id) => {
        let url: URL;
        try {
          url = new URL(write({ id }).url);
        } catch (error) {
          if (error instanceof ArgumentError) return;
          throw error;
        }
        expect([url.origin, url.search, url.hash]).toEqual(['https://api.example.com', '', '']);
        expect(url.pathname).toMatch(/^\/v1\/things\/[^/]+\/parts$/u);
        const read = decodeURIComponent(url.pathname.split('/')[3] ?? '');
        expect(read).toBe(Array.isArray(id) ? id.join(',') : id);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('a value elsewhere', () => {
  it.each([
    'a\r\nx-admin: 1',
    'a\nb',
    'a\0b',
    ' a',
    'a ',
    'grün',
    '\u{1F3A8}',
    ['a,b'],
    ['a', ' b'],
    { 'a=b': 1 },
    { a: 'b,c' },
    { a: ' ', b: 1 },
  ])('is refused in a header that would not carry it whole: %j', (value) => {
    const operation = { parameters: [{ name: 'x-note', in: 'header', schema: {}, explode: true }] };
    expect(() => written(operation, { 'x-note': value, x_note: value })).toThrow(Error);
  });

  it.each(['a;b', 'a b', 'a,b', '"a"', 'a\\b', 'a\r\nb'])(
    'is refused in a cookie that writes it as it is: %j',
    (value) => {
      const operation = { openapi: '3.2.0', parameters: [{ name: 'c', in: 'cookie', style: 'cookie', schema: {} }] };
      expect(() => written(operation, { c: value })).toThrow('c is a cookie');
    },
  );

  const declared = (name: string, more: object = {}) => ({ name, in: 'query', schema: {}, ...more });
  const team = declared('team');
  const spread = declared('filter');
  const deep = declared('filter', { style: 'deepObject' });

  it.each([
    [[spread, team], { filter: { team: 'theirs' } }],
    [[spread, team], { filter: { team: 'theirs' }, team: 'ours' }],
    [[spread, team], { filter: { 'team[id]': 'theirs' } }],
    [[spread, declared('team', { style: 'deepObject' })], { filter: { 'team[id]': 'theirs' }, team: { id: 'ours' } }],
    [[spread, declared('sort')], { filter: { a: 1 }, sort: { a: 2 } }],
    [[deep, declared('filter[team]')], { filter: { team: 'theirs' } }],
  ])('of an object passes for no other parameter: %j, %j', (parameters, args) => {
    expect(() => written({ parameters }, args)).toThrow(/(?:filter|sort) can't have a member/u);
  });

  it('of an object passes for no other cookie, and for no other member of a form', () => {
    const parameters = [spread, team].map((each) => ({ ...each, in: 'cookie' }));
    expect(() => written({ parameters }, { filter: { team: 'theirs' } })).toThrow("can't have a member team");
    const schema = { type: 'object', properties: { filter: {}, team: {} } };
    const content = { 'application/x-www-form-urlencoded': { schema, encoding: { filter: { style: 'form' } } } };
    const body = { requestBody: { required: true, content } };
    expect(() => written(body, { filter: { team: 'theirs' } })).toThrow("can't have a member team");
  });

  it.each(['a;b', 'a=b', '', 'a b'])('of an object is no cookie with the name %j', (key) => {
    const cookie = { name: 'c', in: 'cookie', style: 'cookie', schema: {} };
    expect(() => written({ openapi: '3.2.0', parameters: [cookie] }, { c: { [key]: 'x' } })).toThrow(
      'no cookie can have',
    );
  });

  it.each([
    ['spaceDelimited', 'a b'],
    ['pipeDelimited', 'a|b'],
  ])('of a list that %s divides holds no divider', (style, value) => {
    const operation = { parameters: [{ name: 'c', in: 'query', style, explode: false, schema: {} }] };
    expect(() => written(operation, { c: [value] })).toThrow('divides its members');
  });

  it('of a deep object has no brackets in its names', () => {
    const operation = { parameters: [{ name: 'c', in: 'query', style: 'deepObject', schema: {} }] };
    expect(() => written(operation, { c: { 'a][b': 1 } })).toThrow('brackets');
  });

  it('of a list is no null, whose place would be lost', () => {
    const operation = { parameters: [{ name: 'c', in: 'query', schema: {} }] };
    expect(() => written(operation, { c: ['a', null] })).toThrow("can't hold null");
  });
});
