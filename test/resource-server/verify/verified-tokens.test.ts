/** The memory of verified tokens: bounded, without secrets, and only for as long as a token lives. */
import { describe, expect, it } from '@jest/globals';
import type { TokenContent } from '../../../packages/resource-server/src/access-token.ts';
import type { KeySet } from '../../../packages/resource-server/src/verify/key-set.ts';
import {
  createVerifiedTokens,
  type VerifiedToken,
} from '../../../packages/resource-server/src/verify/verified-tokens.ts';

const notAsked = () => Promise.reject(new Error('not asked'));
const keySet: KeySet = { read: notAsked, find: notAsked };
const verifiedUntil = (expiresAt: number, subject = 'ada'): VerifiedToken => ({
  payload: JSON.stringify({ sub: subject }),
  expiresAt,
  keySet,
  keys: { text: '[]', select: notAsked },
});
const contentOf = ({ payload }: VerifiedToken) => ({ subject: subjectOf(payload) }) as TokenContent;
const subjectOf = (payload: string) => (JSON.parse(payload) as { sub: string }).sub;

function createMemory(limit: number, limitOfReady = limit) {
  const clock = { seconds: 0 };
  const reads: string[] = [];
  const memory = createVerifiedTokens({
    limit,
    limitOfReady,
    isAlive: ({ expiresAt }) => clock.seconds < expiresAt,
    read(payload) {
      reads.push(subjectOf(payload));
      return { subject: subjectOf(payload) } as TokenContent;
    },
  });
  const remember = (digest: string, verified: VerifiedToken) => memory.remember(digest, verified, contentOf(verified));
  return { clock, memory, reads, remember };
}

describe('the memory of verified tokens', () => {
  it('knows a token until it expires, and no other', () => {
    const { clock, memory, remember } = createMemory(10);
    const verified = verifiedUntil(60);
    remember('one', verified);
    expect(memory.recall('one')).toBe(verified);
    expect(memory.recall('One')).toBeUndefined();
    clock.seconds = 60;
    expect(memory.recall('one')).toBeUndefined();
    expect(memory.size).toBe(0);
  });

  it('never holds more than its limit, and drops the oldest first', () => {
    const { memory, remember } = createMemory(3);
    for (const digest of ['a', 'b', 'c', 'd']) remember(digest, verifiedUntil(60));
    expect(memory.size).toBe(3);
    expect(memory.recall('a')).toBeUndefined();
    expect(memory.recall('d')).toBeDefined();
  });

  it('makes room of expired tokens before it is full', () => {
    const { clock, memory, remember } = createMemory(10);
    for (const digest of ['a', 'b', 'c']) remember(digest, verifiedUntil(60));
    clock.seconds = 60;
    remember('d', verifiedUntil(120));
    expect(memory.size).toBe(1);
  });

  it('forgets what it is told to forget, and learns it anew', () => {
    const { memory, remember } = createMemory(2);
    remember('a', verifiedUntil(60));
    memory.forget('a');
    expect(memory.recall('a')).toBeUndefined();
    const anew = verifiedUntil(90);
    remember('a', anew);
    expect(memory.recall('a')).toBe(anew);
  });

  it('keeps what some tokens mean ready, and reads that of the others again', () => {
    const { memory, reads, remember } = createMemory(10, 2);
    const tokens = ['ada', 'bob', 'eve'].map((subject) => verifiedUntil(60, subject));
    for (const [index, verified] of tokens.entries()) remember(String(index), verified);
    expect(tokens.map((verified) => memory.contentOf(verified).subject)).toEqual(['ada', 'bob', 'eve']);
    expect(reads[0]).toBe('ada');
    reads.length = 0;
    expect(memory.contentOf(tokens[2]!)).toBe(memory.contentOf(tokens[2]!));
    expect(reads.length).toBeLessThan(2);
  });

  it('RFC9700-24, RS-13: returns content without the token itself', () => {
    const { memory, remember } = createMemory(10);
    remember('digest of secret-token', verifiedUntil(60));
    expect(JSON.stringify(memory.recall('digest of secret-token'))).not.toContain('secret-token');
  });
});
