/** `granthouse registration-tokens` beside a running server: what it changes counts at the next request (RFC 7591 §3). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { post, publicClient } from '../support/oauth-client.ts';
import { eventsIn, site, type Site } from './served.ts';

let here: Site;
beforeAll(async () => {
  here = await site({ registration: { open: false, initialAccessTokens: true } });
  await here.granthouse(['serve']).says(here.issuer);
});
afterAll(() => here.remove());

const tokens = (...words: string[]) => here.granthouse(['registration-tokens', ...words]).ended;
const registering = async (token: string) =>
  (await post(`${here.issuer}/register`, publicClient, { authorization: `Bearer ${token}` })).status;

it('RFC7591-11: adds a token that lets an app register, lists it without it, and removes it', async () => {
  const { code, out, err } = await tokens('add', 'Workflows', '--uses', '3', '--days', '7', '--json');
  const { id, token } = JSON.parse(out) as { id: string; token: string };
  expect({ code, told: eventsIn(err) }).toEqual({ code: 0, told: ['initial_access_token.added'] });
  expect(err).not.toContain(token);
  expect(await registering(token)).toBe(201);
  const list = await tokens('list');
  expect(list.out).toMatch(new RegExp(`^${id}\\s+Workflows\\s+2 uses left\\s+until 20`));
  expect(list.out).not.toContain(token);
  expect((await tokens('remove', id)).code).toBe(0);
  expect(await registering(token)).toBe(401);
  expect((await tokens('remove', id)).code).toBe(1);
});

it('shows the token once, on standard output alone', async () => {
  const { out, err } = await tokens('add', 'By hand');
  const [, token = ''] = /^initial_access_token: ([\w-]{43})$/m.exec(out) ?? [];
  expect(await registering(token)).toBe(201);
  expect(err).not.toContain(token);
});

it.each([
  ['--uses', '0'],
  ['--uses', 'many'],
  ['--days', '-1'],
  ['--days', '1.5'],
])('refuses %s %s', async (...words) => {
  expect((await tokens('add', 'Wrong', ...words)).code).toBe(2);
});
