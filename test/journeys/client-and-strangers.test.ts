/** The client at servers that others wrote: signed in, called, renewed where that is offered, and taken back. */
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type Authorization,
  connect,
  guardedFetch,
  keptInMemory,
  oauthCredential,
  revokeAuthorization,
  signInHere,
} from '@granthouse/client';
import { agree, startEngineHouse } from '../support/engine-house.ts';
import { startSdk1Example } from '../support/other-server.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A journey' };
afterAll(() => network.close());

async function toolsOf(endpoint: URL, authorization: Authorization, now = Date.now): Promise<string[]> {
  const credential = oauthCredential({ keeper: keptInMemory(authorization), fetch, now });
  const connection = await connect(endpoint, { credential, fetch });
  const tools = await connection.tools();
  await connection.close();
  return tools.map(({ name }) => name);
}

describe('the example of the 1.x SDK', () => {
  it('signs in, lists tools, and asks for a person when its token has ended, for it gives no other', async () => {
    const example = await startSdk1Example(['--oauth', '--oauth-strict']);
    const endpoint = new URL(example.url);
    const open = async (url: URL) => {
      const response = await fetch(url);
      await fetch(response.headers.get('location') ?? '');
    };
    const authorization = await signInHere(endpoint, { identity, fetch, open });
    expect(authorization.tokens.refreshToken).toBeUndefined();
    expect(await toolsOf(endpoint, authorization)).toContain('greet');
    const late = toolsOf(endpoint, authorization, () => Date.now() + 3_600_000);
    await expect(late).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(await revokeAuthorization(authorization, fetch)).toBe(false);
    await example.close();
  });
});

describe('the engine as it is shipped', () => {
  it('signs in, renews and takes back, although it refuses the first description of the client', async () => {
    const house = await startEngineHouse();
    const open = async (url: URL) => void (await fetch(await agree(url)));
    const authorization = await signInHere(house.endpoint, { identity, fetch, open });
    expect(authorization.requested).toEqual(['orders:read', 'offline_access']);
    expect(authorization.tokens.refreshToken).toEqual(expect.any(String));
    const keeper = keptInMemory(authorization);
    const late = oauthCredential({ keeper, fetch, now: () => Date.now() + 3_600_000 });
    const fields = await Promise.all(Array.from({ length: 5 }, () => late.fields()));
    expect(new Set(fields.map(({ authorization: shown }) => shown)).size).toBe(1);
    const renewed = await keeper.load();
    expect(renewed?.tokens.accessToken).not.toBe(authorization.tokens.accessToken);
    if (!renewed) throw new Error('expected to be kept');
    expect(await toolsOf(house.endpoint, renewed)).toEqual(['read_note']);
    expect(await revokeAuthorization(renewed, fetch)).toBe(true);
    await expect(late.refused({ status: 401, challenges: [], shown: fields[0] ?? {} })).rejects.toMatchObject({
      code: 'sign_in_needed',
      details: { error: 'invalid_grant' },
    });
    await house.close();
  });
});
