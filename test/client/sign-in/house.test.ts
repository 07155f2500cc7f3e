/** Sign-ins at this project’s own house, whose guard and pages are real: for more, after the client was forgotten, and in a race. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Authorization,
  type AuthorizationKeeper,
  beginSignIn,
  type ClientError,
  connect,
  finishSignIn,
  guardedFetch,
  keptInMemory,
  oauthCredential,
  type SignInOptions,
} from '@granthouse/client';
import { authorize } from '../../support/connect.ts';
import { startHouse, type House } from '../../support/order-desk.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback' };
let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await network.close();
  await house.close();
});

async function signedIn(options: Partial<SignInOptions> = {}): Promise<Authorization> {
  const { url, attempt, binding } = await beginSignIn(new URL(house.resource), { identity, fetch, ...options });
  const finished = await finishSignIn(attempt, { answer: await authorize(url), binding }, { fetch });
  if (finished.kind !== 'signed-in') throw new Error('expected to be signed in');
  return finished.authorization;
}

async function call(keeper: AuthorizationKeeper, tool: string, input: Record<string, unknown>) {
  const connection = await connect(house.resource, { credential: oauthCredential({ keeper, fetch }), fetch });
  return connection.call(tool, input).finally(() => connection.close());
}

describe('a call that needs more than was granted', () => {
  const note = ['add_order_note', { order_id: 'ord_1001', text: 'seen' }] as const;

  it('CL-11: says what to ask for, and works after one more sign-in', async () => {
    const keeper = keptInMemory(await signedIn());
    const refusal: unknown = await call(keeper, ...note).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'forbidden', details: { scope: ['orders:read', 'orders:write'] } });
    const needed = (refusal as ClientError).details.scope ?? [];
    const held = await keeper.load();
    await keeper.save(await signedIn({ needed, ...(held && { held }) }));
    expect(await keeper.load()).toMatchObject({ requested: ['orders:read', 'orders:write'] });
    expect(await call(keeper, ...note)).not.toMatchObject({ isError: true });
  });
});

describe('a client that is gone', () => {
  it('is found to be so before a person sees a page, and registered anew', async () => {
    const { client } = await signedIn();
    const begun = await beginSignIn(new URL(house.resource), {
      identity,
      fetch,
      known: { ...client, clientId: 'dcr_1_gone' },
    });
    expect(begun.client).toEqual(client);
    expect((await authorize(begun.url)).searchParams.get('code')).toEqual(expect.any(String));
  });

  it('is left in peace while it is known', async () => {
    const { client } = await signedIn();
    const register = house.authorizationServer.logged.filter((line) => line.includes('client.registered')).length;
    await signedIn({ known: client });
    expect(house.authorizationServer.logged.filter((line) => line.includes('client.registered'))).toHaveLength(
      register,
    );
  });
});

describe('a refresh token that ten calls show at the same moment', () => {
  it('is shown once by those that share a keeper, and brings one token', async () => {
    const keeper = keptInMemory(await signedIn());
    const late = { keeper, fetch, now: () => Date.now() + 590_000 };
    const fields = await Promise.all(Array.from({ length: 10 }, () => oauthCredential(late).fields()));
    expect(new Set(fields.map(({ authorization }) => authorization)).size).toBe(1);
    expect(await call(keeper, 'list_customers', {})).not.toMatchObject({ isError: true });
  });
});
