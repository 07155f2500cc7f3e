/** One fetch of an address in a span: what is remembered of it, and what has a copy. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetchingGround, minute, network, page, url, type FetchingGround } from './fetching-ground.ts';

let ground: FetchingGround;
beforeEach(async () => {
  ground = await fetchingGround();
});

describe('one address', () => {
  it('is fetched once for all who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ground.outcome(network(index))));
    expect(new Set(answers)).toEqual(new Set(['read']));
    expect(ground.fetched).toHaveLength(1);
  });

  it.each([
    ['that can not be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['that answers with an error', () => new Response('', { status: 500 })],
    [
      'AS-11: that answers with what must not be believed, for however long',
      () => Response.json({ good: false }, { headers: { 'cache-control': 'max-age=86400' } }),
    ],
  ])('%s is fetched once in a span, and again after it', async (_title, bad) => {
    ground.answer = bad;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ground.outcome('10.0.0.1')));
    expect(answers).not.toContain('read');
    await ground.outcome('10.0.0.1');
    expect(ground.fetched).toHaveLength(1);
    ground.clock.advance(30_000);
    ground.answer = () => Response.json({ good: true });
    expect(await ground.outcome('10.0.0.1')).toBe('read');
    expect(ground.fetched).toHaveLength(2);
  });

  it.each([
    ['as long as it says', { 'cache-control': 'public, max-age=120' }, 120],
    ['a minute at least', { 'cache-control': 'max-age=0' }, 60],
    ['a minute at least, when it must not be stored', { 'cache-control': 'no-store' }, 60],
    ['a minute at least, when it must be asked for each time', { 'cache-control': 'no-cache, max-age=500' }, 60],
    ['without the time for which another cache had it', { 'cache-control': 'max-age=300', age: '200' }, 100],
    ['five minutes when it says nothing', {}, 300],
    ['no longer than is allowed', { 'cache-control': 'max-age=999999999' }, 600],
  ])('AS-11: is remembered %s', async (_title, headers, seconds) => {
    ground.answer = () => Response.json({ good: true }, { headers: headers as Record<string, string> });
    await ground.outcome('10.0.0.1');
    ground.clock.advance(seconds * 1000 - 1);
    await ground.outcome('10.0.0.1');
    expect(ground.fetched).toHaveLength(1);
    ground.clock.advance(1);
    await ground.outcome('10.0.0.1');
    expect(ground.fetched).toHaveLength(2);
  });
});

describe('what has a copy', () => {
  beforeEach(async () => {
    await ground.outcome('198.51.100.1');
    await ground.kind.keep(url);
  });

  it('is fetched anew although strangers use up everything else', async () => {
    ground.clock.advance(10 * minute);
    for (let index = 0; index < 200; index += 1) {
      await ground.outcome(network(index), page(index));
      await ground.outcome(network(index), page(index, `host${index}.example${index}.org`));
    }
    expect(ground.fetched).toHaveLength(101);
    expect(await ground.outcome('203.0.113.7')).toBe('read');
    expect(ground.fetched.at(-1)).toBe(url);
  });

  it('is read from it where too much of its kind is fetched, and only for as long as it stands in', async () => {
    const others = Array.from({ length: 20 }, (_, index) => page(index));
    for (const other of others) {
      ground.clock.advance(10_000);
      await ground.outcome('198.51.100.1', other);
      await ground.kind.keep(other);
    }
    ground.clock.advance(10 * minute);
    for (const other of others) await ground.outcome('203.0.113.7', other);
    const before = ground.fetched.length;
    expect(await ground.outcome('203.0.113.7')).toBe('read');
    expect(ground.fetched).toHaveLength(before);
    ground.clock.advance(100 * minute);
    for (const other of others) await ground.outcome('203.0.113.7', other);
    expect(await ground.outcome('203.0.113.7')).toBe('too much is fetched at the moment');
  });

  it('is fetched once for all who come after a restart at the same time', async () => {
    ground.clock.advance(10 * minute);
    ground.restart();
    await Promise.all(Array.from({ length: 50 }, (_, index) => ground.outcome(network(index))));
    expect(ground.fetched).toHaveLength(2);
  });

  it('is asked for once more, once in a minute, when it does not suffice', async () => {
    const asked = () => ground.kind.read(url, { address: '203.0.113.7', suffices: () => false });
    for (let second = 0; second < 120; second += 1) {
      expect(await asked()).toEqual({ good: true });
      ground.clock.advance(1000);
    }
    expect(ground.fetched).toHaveLength(2);
  });
});
