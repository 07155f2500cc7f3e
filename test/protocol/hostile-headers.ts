/** Generators of challenges, and of headers that attackers and careless servers send. */
import * as fc from 'fast-check';

import type { Challenge } from '@granthouse/protocol';

export const parameterName = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9a-z-]{1,10}$/);
export const scheme = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}$/);
export const text = fc.stringMatching(/^[ -~]*$/);
const token68 = fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,12}={0,2}$/);

/** Any challenge that can be written. */
export const challenge: fc.Arbitrary<Challenge> = fc.oneof(
  fc.record({ scheme, parameters: fc.dictionary(parameterName, text, { noNullPrototype: true }) }),
  fc.record({ scheme, parameters: fc.constant({}), token68 }),
);

const pieces = [
  ['Bearer', 'Basic', ' ', '\t', ',', ', ', '=', '==', '"', '\\', '\\"', 'error', 'scope', '__proto__', 'a', '1'],
  ['YWJj', 'https://h/x', '\r\n', '\u0000', 'ü', '\ud800', ';', '(', '{'],
].flat();

/** Any string at all, most of them made of the pieces of challenges. */
export const anyHeader = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
