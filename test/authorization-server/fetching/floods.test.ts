/** What a flood can make this server fetch, remember and forget. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetchingGround, minute, network, page, url, type FetchingGround } from './fetching-ground.ts';

let ground: FetchingGround;
beforeEach(async () => {
  ground = await fetchingGround();
});

describe('a flood of addresses', () => {
  it('of one network is cut off, others go on', async () => {
    for (let index = 0; index < 50; index += 1)
      await ground.outcome('203.0.113.7', page(index, `host${index}.example.com`));
    expect(ground.fetched).toHaveLength(10);
    expect(await ground.outcome('198.51.100.1')).toBe('read');
  });

  it('of one IPv6 network is one network', async () => {
    for (let index = 0; index < 50; index += 1)
      await ground.outcome(`2a00:1450:1:1::${index}`, page(index, `host${index}.example.com`));
    expect(ground.fetched).toHaveLength(10);
  });

  it('of one IPv6 site is cut off as two networks are, others go on', async () => {
    for (let index = 0; index < 200; index += 1)
      await ground.outcome(`2a00:1450:1:${index.toString(16)}::1`, page(index, `host.example${index}.com`));
    expect(ground.fetched).toHaveLength(20);
    expect(await ground.outcome('2a00:1450:2::1')).toBe('read');
  });

  it('at all hosts leaves people the documents that a known host makes for each of them', async () => {
    for (let index = 0; index < 500; index += 1)
      await ground.outcome(network(index), page(index, `host.example${index}.com`));
    expect(await ground.outcome('198.51.100.1', 'https://chatgpt.com/oauth/OUbdUMlL15Ct/client.json')).toBe('read');
  });

  it('of addresses that a known host could have is bounded, and more than of a stranger', async () => {
    for (let index = 0; index < 500; index += 1)
      await ground.outcome(network(index), `https://chatgpt.com/oauth/${index}/client.json`);
    expect(ground.fetched).toHaveLength(100);
  });

  it('has its budget back at an even pace, and not twice as much around the end of a minute', async () => {
    const ask = async (count: number) => {
      for (let index = 0; index < count; index += 1) await ground.outcome('203.0.113.7', page(ground.fetched.length));
    };
    ground.clock.advance(minute - 1);
    await ask(15);
    ground.clock.advance(1);
    await ask(15);
    expect(ground.fetched).toHaveLength(10);
  });

  it('at one host is cut off, other hosts are still read', async () => {
    for (let index = 0; index < 100; index += 1) await ground.outcome(network(index), page(index));
    expect(ground.fetched).toHaveLength(20);
    expect(await ground.outcome(network(1), page(1, 'other.example.com'))).toBe('read');
  });

  it('of all networks at all hosts is bounded, and over after a minute', async () => {
    for (let index = 0; index < 500; index += 1)
      await ground.outcome(network(index), page(index, `host.example${index}.com`));
    expect(ground.fetched).toHaveLength(100);
    ground.clock.advance(minute);
    expect(await ground.outcome(network(501), page(501))).toBe('read');
  });

  it('poisons nothing: what one network may not ask for, another gets', async () => {
    for (let index = 0; index < 20; index += 1)
      await ground.outcome('203.0.113.7', page(index, `host${index}.example.com`));
    expect(await ground.outcome('203.0.113.7')).not.toBe('read');
    expect(await ground.outcome('198.51.100.1')).toBe('read');
  });

  it('leaves what is already known as it is', async () => {
    await ground.outcome('198.51.100.1');
    for (let index = 0; index < 100; index += 1) await ground.outcome(network(index), page(index));
    expect(await ground.outcome('203.0.113.7')).toBe('read');
    expect(ground.fetched.filter((one) => one === url)).toHaveLength(1);
  });

  it('does not grow what is remembered: what was read longest ago is fetched anew', async () => {
    const asked = (index: number) => ground.outcome(network(index), page(index, `host${index}.example${index}.com`));
    await asked(0);
    for (let index = 1; index <= 500; index += 1) {
      if (index % 50 === 0) ground.clock.advance(minute / 2);
      await asked(index);
    }
    const before = ground.fetched.length;
    await asked(500);
    expect(ground.fetched).toHaveLength(before);
    await asked(0);
    expect(ground.fetched).toHaveLength(before + 1);
  });

  it('under one domain is one flood, however many names it has', async () => {
    for (let index = 0; index < 100; index += 1)
      await ground.outcome(network(index), page(index, `h${index}.attacker.example`));
    expect(ground.fetched).toHaveLength(50);
    expect(await ground.outcome(network(101), page(1, 'other.example.org'))).toBe('read');
  });

  it('at every port of one host is a flood of each, and of its site', async () => {
    for (let port = 1000; port < 1100; port += 1)
      await ground.outcome(network(port), `https://host.example.com:${port}/x`);
    expect(ground.fetched).toHaveLength(50);
  });

  it('that all fail drives no good answer out', async () => {
    await ground.outcome('198.51.100.1');
    ground.answer = () => Promise.reject(new TypeError('fetch failed'));
    for (let index = 0; index < 3000; index += 1) {
      if (index % 50 === 0) ground.clock.advance(minute + 1);
      await ground.outcome(network(index), page(index, `host${index}.example${index}.com`));
    }
    expect(ground.kind.remembered(url)).toBeDefined();
  });

  it('that are all good drives what has a copy out of memory at most: it is not fetched again', async () => {
    ground.answer = () => Response.json({ good: true }, { headers: { 'cache-control': 'max-age=600' } });
    await ground.outcome('198.51.100.1');
    await ground.kind.keep(url);
    for (let index = 0; index < 600; index += 1) {
      if (index % 100 === 0) ground.clock.advance(minute + 1);
      await ground.outcome(network(index), page(index, `host.example${index}.com`));
    }
    expect(ground.kind.remembered(url)).toBeUndefined();
    expect(await ground.outcome('203.0.113.7')).toBe('read');
    expect(ground.fetched.filter((one) => one === url)).toHaveLength(1);
  });

  it('or a clock that is set back, delays nothing for longer', async () => {
    ground.answer = () => Promise.reject(new TypeError('fetch failed'));
    expect(await ground.outcome('203.0.113.7')).not.toBe('read');
    for (let index = 0; index < 20; index += 1)
      await ground.outcome('203.0.113.7', page(index, `host${index}.example.com`));
    ground.clock.advance(-60 * minute);
    ground.answer = () => Response.json({ good: true });
    // A clock that is put back stands still for a moment; what was spent is back a minute after that.
    await ground.outcome('203.0.113.7');
    ground.clock.advance(minute);
    expect(await ground.outcome('203.0.113.7')).toBe('read');
  });
});
