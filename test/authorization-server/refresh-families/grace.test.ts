/** Inside the window a replaced refresh token gets its client the newest one; after it, it ends the authorization (RFC 9700 §4.14.2). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { openHouse, type ConnectedApp, type House } from './connected-app.ts';
import { expectError } from '../../support/expect-error.ts';
import { publicClient, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { heldEngine } from '../../support/held-engine.ts';
import { unhurriedEngine } from '../../support/unhurried-engine.ts';

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

beforeEach(() => void house.events.splice(0));

afterAll(() => house.server.close());

const eventsOf = (app: ConnectedApp, name: string) =>
  house.events.filter((event) => event.name === name && event['client_id'] === app.clientId);

describe('inside the window', () => {
  it('HOST-14: a lost answer costs nothing: the token comes again and gets the same successor', async () => {
    const app = await house.connect();
    const lost = await app.refresh(app.first.refresh_token);
    house.clock.advance(76_000);
    const again = await app.refresh(app.first.refresh_token);
    expect(again.refresh_token).toBe(lost.refresh_token);
    expect(again.access_token).not.toBe(lost.access_token);
    expect((await app.refresh(again.refresh_token)).refresh_token).not.toBe(again.refresh_token);
  });

  it('HOST-14: the token before the previous one leads to the newest', async () => {
    const app = await house.connect();
    const second = await app.refresh(app.first.refresh_token);
    const third = await app.refresh(second.refresh_token);
    expect((await app.refresh(app.first.refresh_token)).refresh_token).toBe(third.refresh_token);
    expect((await app.refresh(second.refresh_token)).refresh_token).toBe(third.refresh_token);
  });

  it('HOST-14: what is newest is asked when the answer is made, not when the request came', async () => {
    const storage = heldEngine('get grant');
    const held = await openHouse({ storage });
    const app = await held.connect();
    const second = await app.refresh(app.first.refresh_token);
    const late = storage.hold(() => app.refresh(app.first.refresh_token));
    await late.isHeld;
    const third = await app.refresh(second.refresh_token);
    late.release();
    expect((await late.done).refresh_token).toBe(third.refresh_token);
    await held.server.close();
  });

  it('RFC7009-2: nothing is answered any more once the authorization has ended', async () => {
    const storage = heldEngine('get account');
    const held = await openHouse({ storage });
    const app = await held.connect();
    const { refresh_token: next } = await app.refresh(app.first.refresh_token);
    const late = storage.hold(() => app.refresh(app.first.refresh_token));
    await late.isHeld;
    expect((await app.revoke(next)).status).toBe(200);
    late.release();
    expect((await late.done).error).toBe('invalid_grant');
    await held.server.close();
  });

  it('each such answer is an audit event, without a token in it', async () => {
    const app = await house.connect();
    const { refresh_token: next } = await app.refresh(app.first.refresh_token);
    await app.refresh(app.first.refresh_token);
    await app.refresh(app.first.refresh_token);
    const told = eventsOf(app, 'refresh_family.grace_answered');
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ level: 'info', generation: 0, authorization: expect.any(String) });
    const all = JSON.stringify(house.events) + house.server.logged.join();
    for (const token of [app.first.refresh_token, next]) expect(all).not.toContain(token);
  });

  it('three generations in a row raise an alarm, two and a pause none', async () => {
    const app = await house.connect();
    const repeat = async (token: string) => {
      const { refresh_token: next } = await app.refresh(token);
      await Promise.all([app.refresh(token), app.refresh(token)]);
      return next;
    };
    let token = await repeat(await repeat(app.first.refresh_token));
    ({ refresh_token: token } = await app.refresh(token));
    token = await repeat(await repeat(token));
    expect(eventsOf(app, 'refresh_family.grace_repeated')).toEqual([]);
    await repeat(token);
    const told = eventsOf(app, 'refresh_family.grace_repeated');
    expect(told).toMatchObject([{ level: 'warn', generations: 3 }]);
  });

  it('a scope and a resource are judged as for the newest token', async () => {
    const app = await house.connect();
    await app.refresh(app.first.refresh_token);
    await expectError(await app.show(app.first.refresh_token, { scope: 'refunds:write' }), 400, 'invalid_scope');
    const foreign = { resource: 'https://evil.example/' };
    await expectError(await app.show(app.first.refresh_token, foreign), 400, 'invalid_target');
    expect((await app.show(app.first.refresh_token)).status).toBe(200);
  });

  it('another client gets nothing and ends the authorization', async () => {
    const [app, thief] = [await house.connect(), await house.connect({ ...publicClient, client_name: 'Thief' })];
    const { refresh_token: next, access_token: access } = await app.refresh(app.first.refresh_token);
    await expectError(
      await refresh(house.server.issuer, { client_id: thief.clientId, refresh_token: app.first.refresh_token }),
      400,
      'invalid_grant',
    );
    await expectError(await app.show(next), 400, 'invalid_grant');
    expect(await house.isActive(access)).toBe(false);
    expect(eventsOf(app, 'refresh_family.replayed')).toMatchObject([
      { reason: 'shown by another client', presented_by: thief.clientId },
    ]);
  });
});

describe('after the window', () => {
  it('OAUTH21-22, RFC9700-9: a replay ends the authorization, its access tokens included, and says why to the audit', async () => {
    const app = await house.connect();
    const { refresh_token: next, access_token: access } = await app.refresh(app.first.refresh_token);
    expect(await house.isActive(access)).toBe(true);
    house.clock.advance(90_000);
    await expectError(await app.show(app.first.refresh_token), 400, 'invalid_grant');
    await expectError(await app.show(next), 400, 'invalid_grant');
    expect(await house.isActive(access)).toBe(false);
    expect(eventsOf(app, 'refresh_family.replayed')).toMatchObject([
      { level: 'warn', reason: 'shown again after it was replaced' },
    ]);
  });

  it('a replay is found whatever else is wrong with the request', async () => {
    const app = await house.connect();
    const { refresh_token: next } = await app.refresh(app.first.refresh_token);
    house.clock.advance(90_000);
    await expectError(await app.show(app.first.refresh_token, { scope: 'refunds:write' }), 400, 'invalid_scope');
    await expectError(await app.show(next), 400, 'invalid_grant');
  });

  it('a token of many rotations ago is still known for a replay', async () => {
    const app = await house.connect();
    let token = app.first.refresh_token;
    for (let rotation = 0; rotation < 5; rotation += 1) {
      house.clock.advance(100_000);
      ({ refresh_token: token } = await app.refresh(token));
    }
    await expectError(await app.show(app.first.refresh_token), 400, 'invalid_grant');
    await expectError(await app.show(token), 400, 'invalid_grant');
  });

  it('a token that this server never gave ends nothing', async () => {
    const app = await house.connect();
    const token = app.first.refresh_token;
    const bent = [
      token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'),
      `${token.split('.')[0]}.${'A'.repeat(48)}`,
      `${token}=`,
      'x',
      `.${token}`,
    ];
    for (const made of bent) await expectError(await app.show(made), 400, 'invalid_grant');
    expect((await app.show(token)).status).toBe(200);
  });
});

describe('a window of 0', () => {
  it('RFC9700-9: takes no replaced token, not even of requests at once', async () => {
    const clocked = await openHouse({ lifetimes: { refreshGrace: 0 }, storage: unhurriedEngine(memoryEngine()) });
    const app = await clocked.connect();
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.show(app.first.refresh_token)));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as TokenAnswer[];
    const granted = bodies.flatMap(({ refresh_token: next }) => next ?? []);
    expect(granted).toHaveLength(1);
    for (const next of granted) await expectError(await app.show(next), 400, 'invalid_grant');
    await clocked.server.close();
  });
});
