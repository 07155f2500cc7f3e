/** What a flood can make this server fetch: one fetch of an address in a span, and a budget over all of them. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetchedJson, type ReadJson } from '../../../packages/authorization-server/src/fetching/fetched-json.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const url = 'https://host.example.com/client.json';
const silent = { info() {}, warn() {}, error() {} };
const minute = 60_000;

let clock: TestClock;
let fetched: string[];
let answer: () => Response | Promise<Response>;
let read: ReadJson<unknown>;

beforeEach(() => {
  clock = createTestClock();
  fetched = [];
  answer = () => Response.json({ good: true });
  const fetch: typeof globalThis.fetch = async (input) => {
    fetched.push(new URL(input instanceof Request ? input.url : input).href);
    return answer();
  };
  const judge = (value: unknown) => {
    if ((value as { good?: boolean }).good !== true) throw new Error('not to be believed');
    return value;
  };
  read = fetchedJson({ fetch, now: clock.now, log: silent })({ mostBytes: 1000, keptAtMost: 10 * minute, judge });
});

const outcome = (address: string, at = url) =>
  read(at, address).then(
    () => 'read' as const,
    (error: Error) => error.message,
  );

/** Another network each. */
const network = (index: number) => `10.${index >> 8}.${index & 255}.1`;
const page = (index: number, host = 'host.example.com') => `https://${host}/${index}.json`;

describe('one address', () => {
  it('is fetched once for all who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => outcome(network(index))));
    expect(new Set(answers)).toEqual(new Set(['read']));
    expect(fetched).toHaveLength(1);
  });

  it.each([
    ['that can not be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['that answers with an error', () => new Response('', { status: 500 })],
    [
      'AS-11: that answers with what must not be believed, for however long',
      () => Response.json({ good: false }, { headers: { 'cache-control': 'max-age=86400' } }),
    ],
  ])('%s is fetched once in a span, and again after it', async (_title, bad) => {
    answer = bad;
    const answers = await Promise.all(Array.from({ length: 20 }, () => outcome('10.0.0.1')));
    expect(answers).not.toContain('read');
    await outcome('10.0.0.1');
    expect(fetched).toHaveLength(1);
    clock.advance(30_000);
    answer = () => Response.json({ good: true });
    expect(await outcome('10.0.0.1')).toBe('read');
    expect(fetched).toHaveLength(2);
  });

  it.each([
    ['as long as it says', 'public, max-age=120', 119, 2],
    ['a minute at least', 'max-age=0', 59, 1],
    ['a minute at least, when it must not be stored', 'no-store', 59, 5],
    ['five minutes when it says nothing', '', 299, 1],
    ['no longer than is allowed', 'max-age=999999999', 599, 1],
  ])('AS-11: is remembered %s', async (_title, cacheControl, seconds, more) => {
    answer = () =>
      Response.json({ good: true }, { headers: cacheControl === '' ? {} : { 'cache-control': cacheControl } });
    await outcome('10.0.0.1');
    clock.advance(seconds * 1000);
    await outcome('10.0.0.1');
    expect(fetched).toHaveLength(1);
    clock.advance(more === 5 ? 5 * minute : more * 1000);
    await outcome('10.0.0.1');
    expect(fetched).toHaveLength(2);
  });
});

describe('a flood of addresses', () => {
  it('of one network is cut off, others go on', async () => {
    for (let index = 0; index < 50; index += 1) await outcome('203.0.113.7', page(index, `host${index}.example.com`));
    expect(fetched).toHaveLength(10);
    expect(await outcome('198.51.100.1')).toBe('read');
  });

  it('of one IPv6 network is one network', async () => {
    for (let index = 0; index < 50; index += 1)
      await outcome(`2a00:1450:1:1::${index}`, page(index, `host${index}.example.com`));
    expect(fetched).toHaveLength(10);
  });

  it('at one host is cut off, other hosts are still read', async () => {
    for (let index = 0; index < 100; index += 1) await outcome(network(index), page(index));
    expect(fetched).toHaveLength(20);
    expect(await outcome(network(1), page(1, 'other.example.com'))).toBe('read');
  });

  it('of all networks at all hosts is bounded, and over after a minute', async () => {
    for (let index = 0; index < 500; index += 1) await outcome(network(index), page(index, `host${index}.example.com`));
    expect(fetched).toHaveLength(100);
    clock.advance(minute);
    expect(await outcome(network(501), page(501))).toBe('read');
  });

  it('poisons nothing: what one network may not ask for, another gets', async () => {
    for (let index = 0; index < 20; index += 1) await outcome('203.0.113.7', page(index, `host${index}.example.com`));
    expect(await outcome('203.0.113.7')).not.toBe('read');
    expect(await outcome('198.51.100.1')).toBe('read');
  });

  it('leaves what is already known as it is', async () => {
    await outcome('198.51.100.1');
    for (let index = 0; index < 100; index += 1) await outcome(network(index), page(index));
    expect(await outcome('203.0.113.7')).toBe('read');
    expect(fetched.filter((one) => one === url)).toHaveLength(1);
  });

  it('does not grow what is remembered: the least recently asked is fetched anew', async () => {
    const asked = (index: number) => outcome(network(index), page(index, `host${index}.example.com`));
    await asked(0);
    for (let index = 1; index <= 200; index += 1) {
      if (index % 50 === 0) clock.advance(minute);
      await asked(index);
    }
    const before = fetched.length;
    await asked(200);
    expect(fetched).toHaveLength(before);
    await asked(0);
    expect(fetched).toHaveLength(before + 1);
  });
});

it('AS-12: a redirect is never followed, and a slow answer is ended', async () => {
  let init: RequestInit | undefined;
  const fetch: typeof globalThis.fetch = async (_input, given) => {
    init = given;
    return Response.json({});
  };
  await fetchedJson({ fetch, now: clock.now, log: silent })({ mostBytes: 10, keptAtMost: 1, judge: (value) => value })(
    url,
    '',
  );
  expect(init).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) });
});
