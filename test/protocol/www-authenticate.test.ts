/** Challenges as they are written, and read back (RFC 9110 §11.6.1). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { type Challenge, parseChallenges, writeChallenge } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { codeOr, refusal } from './attempt.ts';
import { anyHeader, challenge, parameterName, scheme, text } from './hostile-headers.ts';

describe('writeChallenge', () => {
  it.each<[Challenge, string]>([
    [{ scheme: 'Bearer', parameters: { realm: 'example' } }, 'Bearer realm="example"'],
    [
      { scheme: 'DPoP', parameters: { algs: 'ES256 PS256', error: 'use_dpop_nonce' } },
      'DPoP algs="ES256 PS256", error="use_dpop_nonce"',
    ],
    [{ scheme: 'Basic', parameters: { realm: 'say "hi"' } }, String.raw`Basic realm="say \"hi\""`],
    [{ scheme: 'Basic', parameters: { realm: String.raw`a\b` } }, String.raw`Basic realm="a\\b"`],
    [{ scheme: 'Basic', parameters: { Realm: '' } }, 'Basic realm=""'],
    [{ scheme: 'Negotiate', parameters: {} }, 'Negotiate'],
    [{ scheme: 'Negotiate', parameters: {}, token68: 'YWJj==' }, 'Negotiate YWJj=='],
  ])('writes %j', (given, header) => {
    expect(writeChallenge(given)).toBe(header);
  });

  it.each<[Challenge, string]>([
    [{ scheme: 'Bearer', parameters: { realm: 'a\r\nSet-Cookie: b' } }, 'a value that ends the header'],
    [{ scheme: 'Bearer', parameters: { realm: 'a\u0000' } }, 'a null'],
    [{ scheme: 'Bearer', parameters: { realm: 'a\u007f' } }, 'a delete'],
    [{ scheme: 'Bearer', parameters: { realm: 'a\tb' } }, 'a tab'],
    [{ scheme: 'Bearer', parameters: { realm: 'für' } }, 'text that each reader decodes in its own way'],
    [{ scheme: 'Bearer', parameters: { realm: '\u{1f600}' } }, 'text outside ASCII'],
    [{ scheme: 'Bearer', parameters: { 'a b': 'c' } }, 'a name with a space'],
    [{ scheme: 'Bearer', parameters: { 'a="b", c': 'd' } }, 'a name that holds a parameter'],
    [{ scheme: 'Bearer', parameters: { '': 'd' } }, 'an empty name'],
    [{ scheme: 'Bearer', parameters: { scope: 'a', Scope: 'b' } }, 'one name twice'],
    [{ scheme: 'Bearer realm="x", Basic', parameters: {} }, 'a scheme that holds another challenge'],
    [{ scheme: '', parameters: { realm: 'a' } }, 'no scheme'],
    [{ scheme: 'Bearer\n', parameters: {} }, 'a scheme that ends in a newline'],
    [{ scheme: 'Negotiate', parameters: {}, token68: 'a b' }, 'a token68 with a space'],
    [{ scheme: 'Negotiate', parameters: {}, token68: 'a\n' }, 'a token68 that ends in a newline'],
    [{ scheme: 'Negotiate', parameters: { a: 'b' }, token68: 'c' }, 'a token68 beside parameters'],
  ])('OAUTH21-29, RFC6750-4: refuses %j: %s', (given) => {
    expect(refusal(() => writeChallenge(given)).code).toBe('server_error');
  });

  it('is read back as it was given, alone and among others', () => {
    fc.assert(
      fc.property(fc.array(challenge, { minLength: 1, maxLength: 4 }), (given) => {
        expect(parseChallenges(given.map(writeChallenge).join(', '))).toEqual(given);
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  it('gives one line of ASCII or an OAuthError, whatever comes', () => {
    const anyChallenge = fc.record(
      {
        scheme: fc.oneof(scheme, anyHeader),
        parameters: fc.dictionary(fc.oneof(parameterName, anyHeader), fc.oneof(text, anyHeader)),
        token68: anyHeader,
      },
      { requiredKeys: ['scheme', 'parameters'] },
    );
    fc.assert(
      fc.property(anyChallenge, (given) => {
        const judged = codeOr(
          () => writeChallenge(given),
          (header) => /^[ -~]+$/.test(header),
        );
        expect(['server_error', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
