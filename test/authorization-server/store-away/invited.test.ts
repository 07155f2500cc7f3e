/** An app that registers by an initial access token, and the operator who gives it out, while a call to the store fails (RFC 7591 §3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import { post, publicClient } from '../../support/oauth-client.ts';
import { answerOf, failEachCall, type Step } from './faults.ts';

const engine = failingEngine(memoryEngine());
let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    storage: engine,
    registration: { open: false, initialAccessTokens: true },
  });
});
afterAll(() => server.close());

interface Invited {
  readonly id: string;
  readonly token: string;
  readonly metadata: object;
}

let names = 0;

const registered = ({ token, metadata }: Invited) =>
  post(`${server.issuer}/register`, metadata, { authorization: `Bearer ${token}` }).then(answerOf);

const usesLeft = async ({ id }: Invited) =>
  (await server.initialAccessTokens.list()).find((token) => token.id === id)?.uses_left;

const registration = (method: string, uses?: number): Step<Invited> => ({
  async prepare() {
    const { id, token } = await server.initialAccessTokens.add({ name: 'Workflows', ...(uses && { uses }) });
    const metadata = { ...publicClient, client_name: `Client ${(names += 1)}`, token_endpoint_auth_method: method };
    return { id, token, metadata };
  },
  take: registered,
  async goOn(invited) {
    const before = await usesLeft(invited);
    if (uses !== 1) expect(before).not.toBe(0);
    const again = await registered(invited);
    // What failed after it was done may have cost a use, and never gives one: with the last one the app asks for another token.
    expect(again.status).toBe(before === 0 ? 401 : 201);
    if (uses !== undefined) expect(await usesLeft(invited)).toBe(Math.max(0, Number(before) - 1));
  },
});

describe('whichever call to the store fails, before it was done or after', () => {
  it.each([
    ['of a public app', () => registration('none')],
    ['of an app with a secret', () => registration('client_secret_post')],
    ['by one of two uses', () => registration('none', 2)],
    ['by the last use', () => registration('client_secret_post', 1)],
  ])('a registration %s is answered 503, and succeeds when it is repeated while a use is left', async (_what, step) => {
    const calls = await failEachCall(engine, step());
    expect(calls).toContain('get initial_access_token');
  });

  it('a token that could not be given out is told to nobody, and one that could not be removed can be removed again', async () => {
    const count = async () => (await server.initialAccessTokens.list()).length;
    for (const when of ['before', 'after'] as const) {
      engine.expectFault({ call: 1, when });
      await expect(server.initialAccessTokens.add({ name: 'Lost' })).rejects.toMatchObject({ code: 'unavailable' });
      engine.expectFault();
      const { id } = await server.initialAccessTokens.add({ name: 'Removed' });
      const before = await count();
      engine.expectFault({ call: 1, when });
      await expect(server.initialAccessTokens.remove(id)).rejects.toMatchObject({ code: 'unavailable' });
      engine.expectFault();
      expect(await server.initialAccessTokens.remove(id)).toBe(when === 'before');
      expect(await count()).toBe(before - 1);
    }
  });
});
