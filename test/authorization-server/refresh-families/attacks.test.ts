/** What was tried against refresh families: made-up tokens, tokens of other houses and other places, clocks that disagree, people and clients that go (RFC 9700 §4.14). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { decodeJwt } from 'jose';
import { person } from '../../support/authorization-server.ts';
import { expectError } from '../../support/expect-error.ts';
import { postForm } from '../../support/oauth-client.ts';
import { unhurriedEngine } from '../../support/unhurried-engine.ts';
import { openHouse, type House } from './connected-app.ts';
import { startTwoServers } from './two-servers.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house.server.close());

describe('a refresh token that this server never gave', () => {
  it('opens and ends nothing: of another house, of a grant that a JWT names, of two tokens joined, too long, or odd', async () => {
    const elsewhere = await openHouse();
    const [app, neighbour, stranger] = [await house.connect(), await house.connect(), await elsewhere.connect()];
    const [grant = '', rest = ''] = app.first.refresh_token.split('.');
    const [, foreignRest = ''] = neighbour.first.refresh_token.split('.');
    const made = [
      stranger.first.refresh_token,
      `${grant}.${stranger.first.refresh_token.split('.')[1]}`,
      `${grant}.${foreignRest}`,
      `${grant}.${rest.slice(0, 24)}${foreignRest.slice(24)}`,
      String(decodeJwt(app.first.access_token)['grant_id']),
      `${String(decodeJwt(app.first.access_token)['grant_id'])}.${rest}`,
      grant,
      `${app.first.refresh_token}\n`,
      ` ${app.first.refresh_token}`,
      `${grant}.${'A'.repeat(50_000)}`,
      `${'A'.repeat(50_000)}.${rest}`,
      app.first.refresh_token.toUpperCase(),
      '\u0000',
      '💥',
      '__proto__',
    ];
    for (const token of made) await expectError(await app.show(token), 400, 'invalid_grant');
    for (const token of made) expect((await app.revoke(token)).status).toBe(200);
    expect((await app.show(app.first.refresh_token)).status).toBe(200);
    expect(house.events).toEqual([]);
    await elsewhere.server.close();
  });

  it('may be as long as it likes, and is never more than refused', async () => {
    const app = await house.connect();
    expect((await app.show('A'.repeat(1_000_000))).status).toBe(400);
    expect((await app.show(app.first.refresh_token)).status).toBe(200);
  });
});

describe('the id of an authorization in an access token', () => {
  it('opens nothing anywhere', async () => {
    const app = await house.connect();
    const id = String(decodeJwt(app.first.access_token)['grant_id']);
    const base = { client_id: app.clientId, grant_type: 'authorization_code', code_verifier: 'v'.repeat(43) };
    await expectError(await postForm(`${house.server.issuer}/token`, { ...base, code: id }), 400, 'invalid_grant');
    expect(await house.isActive(id)).toBe(false);
    expect((await app.revoke(id)).status).toBe(200);
    expect(await house.isActive(app.first.access_token)).toBe(true);
  });
});

describe('a window that was set to 0', () => {
  it('RFC9700-9: takes nothing that was replaced before, not even at a server whose clock is behind', async () => {
    const servers = await startTwoServers({ grace: [90, 0], skew: 3 });
    servers.choose(0);
    const { refresh_token: first = '' } = await servers.redeem((await servers.authorize()).code);
    const { refresh_token: next = '' } = await servers.refresh(first);
    servers.choose(1);
    expect(await servers.refresh(first)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await servers.refresh(next)).toMatchObject({ status: 400, error: 'invalid_grant' });
    await servers.close();
  });
});

describe('in the middle of a burst', () => {
  it.each([
    ['its person is removed', (slow: House) => slow.server.accounts.remove(person.login), 400],
    ['its client is removed', (slow: House, clientId: string) => slow.server.clients.remove(clientId), 401],
  ])('%s: nothing of it works afterwards', async (_title, remove, refused) => {
    const storage = unhurriedEngine(memoryEngine());
    const slow = await openHouse({ storage });
    const app = await slow.connect();
    const burst = Array.from({ length: 10 }, () => app.show(app.first.refresh_token));
    const [, ...answers] = await Promise.all([remove(slow, app.clientId), ...burst]);
    const given = await Promise.all(answers.map(async (answer) => (await answer.json()) as { refresh_token?: string }));
    const tokens = new Set([app.first.refresh_token, ...given.flatMap(({ refresh_token: token }) => token ?? [])]);
    for (const token of tokens) expect((await app.show(token)).status).toBe(refused);
    expect(answers.filter(({ status }) => ![200, 400, 401].includes(status))).toEqual([]);
    await slow.server.close();
  });
});
