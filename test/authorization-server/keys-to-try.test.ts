/** How many keys of a client an assertion is held against: each costs a signature check, and anybody may send one (RFC 7515 §4.1.4). */
import { describe, expect, it } from '@jest/globals';
import { keysToTry } from '../../packages/authorization-server/src/registration/client-keys.ts';

const keys = Array.from({ length: 100 }, (_, index) => ({
  kty: 'EC',
  ...(index % 2 === 0 ? { kid: `k${index}` } : {}),
}));
const names = (kid: string | undefined) => keysToTry({ keys }, kid).keys.map((key) => key['kid']);

describe('of a hundred keys', () => {
  it('ten are tried, and that which an assertion names is the first', () => {
    expect(names('k98')).toEqual(['k98', ...keys.slice(0, 9).map(({ kid }) => kid)]);
  });

  it('ten without a name are tried for an assertion that names none', () => {
    expect(names(undefined)).toEqual(Array.from({ length: 10 }));
  });
});
