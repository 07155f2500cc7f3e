/** `granthouse keys list` and `rotate`: the keys that sign tokens, seen and replaced from the command line. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ended } from '../support/program.ts';
import { site, type Site } from './served.ts';

let here: Site;
beforeAll(async () => {
  here = await site();
});
afterAll(() => here.remove());

const keys = (...words: string[]): Promise<Ended> => here.granthouse(['keys', ...words]).ended;

interface Entry {
  readonly kid: string;
  readonly state: string;
  readonly publishedAt: string;
  readonly signsFrom: string;
}

async function entries(): Promise<Entry[]> {
  const { out, code } = await keys('list', '--json');
  expect(code).toBe(0);
  return JSON.parse(out) as Entry[];
}

describe('granthouse keys', () => {
  it('list shows the first key, which signs', async () => {
    const { out, err, code } = await keys('list');
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(/^[\w-]{43}\tcurrent\tsigns since \d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
  });

  it('rotate publishes a next key that signs an hour later, and only one', async () => {
    const [first] = await entries();
    const { out, code } = await keys('rotate');
    expect(code).toBe(0);
    const [current, next, ...more] = await entries();
    expect([current?.kid, current?.state, next?.state, more]).toEqual([first?.kid, 'current', 'next', []]);
    expect(Date.parse(next?.signsFrom ?? '') - Date.parse(next?.publishedAt ?? '')).toBe(3_600_000);
    expect(out).toContain(`${next?.kid} is published since ${next?.publishedAt}, and signs from ${next?.signsFrom}.`);
    expect((await keys('rotate')).out).toBe(out);
  });

  it('rotate --now leaves one new key alone, and says what that costs', async () => {
    const before = await entries();
    const { out, err, code } = await keys('rotate', '--now');
    expect(code).toBe(0);
    expect(err).toContain('apps renew theirs by refresh tokens');
    const after = await entries();
    expect(after.map(({ state }) => state)).toEqual(['current']);
    expect(before.map(({ kid }) => kid)).not.toContain(after[0]?.kid);
    expect(out).toContain(`${after[0]?.kid} signs now`);
  });

  it('a server that starts afterwards publishes the same keys', async () => {
    await keys('rotate');
    const serving = here.granthouse(['serve']);
    await serving.says(here.issuer);
    const answer = (await (await fetch(`${here.issuer}/jwks`)).json()) as { keys: Entry[] };
    expect(answer.keys.map(({ kid }) => kid)).toEqual((await entries()).map(({ kid }) => kid));
    expect(answer.keys).toHaveLength(2);
  });
});
