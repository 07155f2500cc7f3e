/** The search itself: whatever way a planted secret is written, it is found; what is harmless is not. */
import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { spellingsOf } from './spellings.ts';

const secret = 'q9Zk-w_L0pX2vB7nYtR4cE1sJ6mH8dGa';
const bytes = Buffer.from(secret, 'base64url');
const around = (text: string) => `{"field":"${text}"}`;

const isFound = (text: string, value = secret) => spellingsOf(value).some((spelling) => text.includes(spelling));

describe('a planted secret', () => {
  it.each([
    ['plain', secret],
    ['inside a longer text', `1.${secret}.2`],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['hex', Buffer.from(secret).toString('hex')],
    ['hex in capitals', Buffer.from(secret).toString('hex').toUpperCase()],
    ['its own bytes as hex', bytes.toString('hex')],
    ['its own bytes as base64', bytes.toString('base64')],
    ['its own bytes', bytes.toString('latin1')],
    ...[1, 2, 3, 4, 5].map(
      (before) =>
        [
          `base64 after ${before} bytes`,
          Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(secret), Buffer.from('yz')]).toString('base64'),
        ] as const,
    ),
  ])('is found as %s', (_way, text) => {
    expect(isFound(around(text))).toBe(true);
  });

  it('is found when percent-encoded', () => {
    expect(isFound(around(encodeURIComponent('a secret +/='.repeat(2))), 'a secret +/='.repeat(2))).toBe(true);
  });

  it.each([
    ['a JWT', 'signature', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWEtdG9rZW4'],
    ['a refresh token', 'nonce and MAC', `grant-id.${secret}`],
  ])('is found when of %s only its %s stands there', (_kind, _part, token) => {
    expect(isFound(around(token.slice(token.lastIndexOf('.') + 1)), token)).toBe(true);
  });

  it('is not found where its hash stands', () => {
    expect(isFound(around(hash('sha256', secret, 'base64url')))).toBe(false);
  });
});
