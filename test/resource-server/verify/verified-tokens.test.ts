/** The memory of verified tokens: bounded, without secrets, and only for as long as a token lives. */
import { describe, expect, it } from '@jest/globals';
import type { TokenContent } from '../../../packages/resource-server/src/access-token.ts';
import {
  createVerifiedTokens,
  type VerifiedToken,
} from '../../../packages/resource-server/src/verify/verified-tokens.ts';

const contentUntil = (expiresAt: number) => ({ expiresAt }) as TokenContent;
const verifiedUntil = (expiresAt: number): VerifiedToken => ({
  content: contentUntil(expiresAt),
  keys: { text: '[]', select: () => Promise.reject(new Error('not asked')) },
});

function createMemory(limit: number) {
  const clock = { seconds: 0 };
  const memory = createVerifiedTokens(limit, ({ expiresAt }) => clock.seconds < expiresAt);
  return { clock, memory };
}

describe('the memory of verified tokens', () => {
  it('knows a token until it expires, and no other', () => {
    const { clock, memory } = createMemory(10);
    const verified = verifiedUntil(60);
    memory.remember('one', verified);
    expect(memory.recall('one')).toBe(verified);
    expect(memory.recall('One')).toBeUndefined();
    clock.seconds = 60;
    expect(memory.recall('one')).toBeUndefined();
    expect(memory.size).toBe(0);
  });

  it('never holds more than its limit, and drops the oldest first', () => {
    const { memory } = createMemory(3);
    for (const token of ['a', 'b', 'c', 'd']) memory.remember(token, verifiedUntil(60));
    expect(memory.size).toBe(3);
    expect(memory.recall('a')).toBeUndefined();
    expect(memory.recall('d')).toBeDefined();
  });

  it('makes room of expired tokens before it is full', () => {
    const { clock, memory } = createMemory(10);
    for (const token of ['a', 'b', 'c']) memory.remember(token, verifiedUntil(60));
    clock.seconds = 60;
    memory.remember('d', verifiedUntil(120));
    expect(memory.size).toBe(1);
  });

  it('forgets what it is told to forget', () => {
    const { memory } = createMemory(10);
    memory.remember('a', verifiedUntil(60));
    memory.forget('a');
    expect(memory.recall('a')).toBeUndefined();
  });

  it('RFC9700-24, RS-13: returns content without the token itself', () => {
    const { memory } = createMemory(10);
    memory.remember('secret-token', verifiedUntil(60));
    expect(JSON.stringify(memory.recall('secret-token'))).not.toContain('secret-token');
  });
});
