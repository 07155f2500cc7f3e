/** Scope values: syntax, implications, and what a token lacks (RFC 6749 §3.3). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { formatScope, impliedScopes, isScopeToken, missingScopes, parseScope } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { codeOr, refusal } from './attempt.ts';

const scopeToken = fc.stringMatching(/^[!#-[\]-~]{1,12}$/);
const everyInput = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ -~]*$/));
const graph = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
);

describe('parseScope and formatScope', () => {
  it.each([
    ['', []],
    ['orders:read', ['orders:read']],
    ['orders:read orders:write', ['orders:read', 'orders:write']],
    ['b a b', ['b', 'a']],
    ['https://example.com/read openid', ['https://example.com/read', 'openid']],
    [' a  b ', ['a', 'b']],
  ])('reads %j as %j: each scope once, in its order', (value, scopes) => {
    expect(parseScope(value)).toEqual(scopes);
  });

  it.each(['a"b', String.raw`a\b`, 'a\tb', 'a\nb', 'a\u007fb', 'läsen', 'a\u00a0b', 'a\u0000'])(
    'RFC6749-1: refuses %j as invalid_scope',
    (value) => {
      expect(refusal(() => parseScope(value)).code).toBe('invalid_scope');
    },
  );

  it.each([[['a b']], [['']], [['a', 'b"']], [['a\r\nX: y']]])(
    'RFC6749-1: writes no scope that would not be read again: %j',
    (scopes) => {
      expect(refusal(() => formatScope(scopes)).code).toBe('invalid_scope');
    },
  );

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.uniqueArray(scopeToken), (scopes) => {
        expect(parseScope(formatScope(scopes))).toEqual(scopes);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('RFC6749-1: every string is either refused or made of scope tokens alone', () => {
    fc.assert(
      fc.property(everyInput, (value) => {
        const judged = codeOr(
          () => parseScope(value),
          (scopes) => scopes.every(isScopeToken) && new Set(scopes).size === scopes.length,
        );
        expect(['invalid_scope', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('impliedScopes and missingScopes', () => {
  const implies = { admin: ['write'], write: ['read'] };

  it('RS-8: follows implications through others, the given scopes first', () => {
    expect(impliedScopes(['admin', 'mail'], implies)).toEqual(['admin', 'mail', 'write', 'read']);
  });

  it('RS-8: a wider scope covers what it implies, never the other way round', () => {
    expect(missingScopes(['admin'], ['read', 'write'], implies)).toEqual([]);
    expect(missingScopes(['read'], ['admin', 'read'], implies)).toEqual(['admin']);
  });

  it('without implications only the scope itself counts', () => {
    expect(missingScopes(['orders'], ['orders:read', 'orders', 'orders:read'])).toEqual(['orders:read']);
  });

  it('compares scopes with case (RFC 6749 §3.3)', () => {
    expect(missingScopes(['Read'], ['read'])).toEqual(['read']);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'a scope named %s implies nothing of its own',
    (scope) => {
      expect(impliedScopes([scope], {})).toEqual([scope]);
      expect(missingScopes([scope], ['read'], {})).toEqual(['read']);
    },
  );

  it('ends on every graph, and once closed nothing is added', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', '__proto__')), graph, (scopes, implications) => {
        const closed = impliedScopes(scopes, implications);
        expect(impliedScopes(closed, implications)).toEqual(closed);
        expect(missingScopes(closed, scopes)).toEqual([]);
        expect(missingScopes(scopes, closed, implications)).toEqual([]);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('grants nothing that no given scope leads to', () => {
    fc.assert(
      fc.property(graph, (implications) => {
        const { a: _unreached, ...others } = implications;
        const leadsToA = Object.values(others).some((implied) => implied.includes('a'));
        fc.pre(!leadsToA);
        expect(impliedScopes(['b', 'c'], implications)).not.toContain('a');
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
