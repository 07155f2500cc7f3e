/** The bounded memory in front of what is dear to make. */
import { describe, expect, it } from '@jest/globals';
import { recentlyUsed } from '../../packages/authorization-server/src/recently-used.ts';

describe('a memory with two bounds', () => {
  it('drops what was not used for longest, by number', () => {
    const memory = recentlyUsed<number>({ most: 3, mostSize: 1000 });
    for (const [index, key] of ['a', 'b', 'c'].entries()) memory.set(key, index, 1);
    expect(memory.get('a')).toBe(0);
    memory.set('d', 3, 1);
    expect(['a', 'b', 'c', 'd'].filter((key) => memory.has(key))).toEqual(['a', 'c', 'd']);
  });

  it('drops as many as the size of a new one needs, and keeps none that is too large', () => {
    const memory = recentlyUsed<string>({ most: 100, mostSize: 10 });
    for (const key of ['a', 'b', 'c']) memory.set(key, key, 3);
    memory.set('d', 'd', 6);
    expect(['a', 'b', 'c', 'd'].filter((key) => memory.has(key))).toEqual(['c', 'd']);
    memory.set('e', 'e', 11);
    expect(['c', 'd', 'e'].filter((key) => memory.has(key))).toEqual([]);
  });

  it('counts a replaced one once', () => {
    const memory = recentlyUsed<string>({ most: 100, mostSize: 10 });
    for (let turn = 0; turn < 5; turn += 1) memory.set('a', 'a', 6);
    memory.set('b', 'b', 4);
    expect(memory.get('a')).toBe('a');
  });
});
