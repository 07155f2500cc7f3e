/** Challenges as others write them: by the grammar, carelessly, or to do harm (RFC 9110 §11.6.1). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { type Challenge, parseChallenges } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { anyHeader } from './hostile-headers.ts';

describe('parseChallenges', () => {
  it.each<[string, Challenge[]]>([
    ['', []],
    ['Bearer', [{ scheme: 'Bearer', parameters: {} }]],
    [
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        { scheme: 'Basic', parameters: { realm: 'simple' } },
        { scheme: 'Newauth', parameters: { realm: 'apps', type: '1', title: 'Login to "apps"' } },
      ],
    ],
    [
      'Negotiate YWJj==, Basic realm="a, b", DPoP , Bearer scope="x"',
      [
        { scheme: 'Negotiate', parameters: {}, token68: 'YWJj==' },
        { scheme: 'Basic', parameters: { realm: 'a, b' } },
        { scheme: 'DPoP', parameters: {} },
        { scheme: 'Bearer', parameters: { scope: 'x' } },
      ],
    ],
    [', ,Bearer ,  error = "a" ,\tSCOPE=b,', [{ scheme: 'Bearer', parameters: { error: 'a', scope: 'b' } }]],
  ])('reads the list grammar of RFC 9110 §11.6.1: %j', (header, challenges) => {
    expect(parseChallenges(header)).toEqual(challenges);
  });

  it.each<[string, Record<string, string>]>([
    ['Bearer error="a" scope="b"', { error: 'a', scope: 'b' }],
    [
      'Bearer resource_metadata=https://h.example/x?y=1, scope="b"',
      { resource_metadata: 'https://h.example/x?y=1', scope: 'b' },
    ],
    ['Bearer error="a"b, scope="c"', { error: 'a', scope: 'c' }],
    ['Bearer scope="a", error="b', { scope: 'a' }],
    ['Bearer scope="a", SCOPE="b"', { scope: 'a' }],
    ['Bearer scope="a", (x), error="b"', { scope: 'a', error: 'b' }],
  ])('passes over what other servers get wrong: %j', (header, parameters) => {
    expect(parseChallenges(header)[0]).toEqual({ scheme: 'Bearer', parameters });
  });

  it('takes a parameter without a scheme for no challenge', () => {
    expect(parseChallenges('error="a", scope="b"')).toEqual([]);
  });

  it('reads a parameter named __proto__ as an ordinary one', () => {
    const [read] = parseChallenges('Bearer __proto__="x", scope="a"');
    expect(Object.getPrototypeOf(read?.parameters)).toBe(Object.prototype);
    expect(Object.keys(read?.parameters ?? {})).toEqual(['__proto__', 'scope']);
  });

  it('never throws, and only gives names and schemes that are tokens', () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        for (const { scheme, parameters } of parseChallenges(header)) {
          for (const token of [scheme, ...Object.keys(parameters)]) expect(token).toMatch(/^[!#$%&'*+.^_`|~\w-]+$/);
        }
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  it.each([
    ['escapes that never end', String.raw`Bearer a="${'\\"'.repeat(50_000)}`],
    ['quotes that open only', 'Bearer a="\\", '.repeat(20_000)],
    ['a long token', 'a'.repeat(200_000)],
    ['equals signs', `Bearer ${'='.repeat(200_000)}`],
    ['a long token68 that is none', `Bearer ${'a'.repeat(200_000)} ;`],
    ['spaces', `Bearer${' '.repeat(200_000)};`],
    ['spaces before an equals sign that is missing', `Bearer ${'a \t'.repeat(60_000)}`],
    ['commas', ','.repeat(200_000)],
    ['names without values', 'a=,'.repeat(60_000)],
  ])('reads %s in a moment', (_what, header) => {
    const begun = process.cpuUsage().user;
    parseChallenges(header);
    expect(process.cpuUsage().user - begun).toBeLessThan(2_000_000);
  });
});
