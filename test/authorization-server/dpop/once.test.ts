/** When a proof is good at the token endpoint, and that it is once: dates, nonces and replays (RFC 9449 §8, §11.1). */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeOnEveryStore, type ServersOnStore } from '../../support/every-store.ts';
import { openHouse, provingApp, type House, type ProvingApp } from './proving-app.ts';

let house: House;
let app: ProvingApp;

beforeAll(async () => {
  house = await openHouse();
  app = await house.app();
});
afterAll(() => house.server.close());
afterEach(() => void jest.restoreAllMocks());

const now = () => Math.floor(Date.now() / 1000);

describe('the date of a proof', () => {
  it.each([-301, 301])('RFC9449-3: %i seconds from now is refused, and a nonce is offered in its place', async (by) => {
    const fields = await app.code();
    const claims = { iat: now() + by };
    const { nonce = '', ...answer } = await app.redeem(await app.prove({ claims }), fields);
    expect(answer).toMatchObject({ status: 400, error: 'use_dpop_nonce' });
    expect(await app.redeem(await app.prove({ claims, nonce }), fields)).toMatchObject({ status: 200 });
  });

  it.each([-295, 295])('RFC9449-3: %i seconds from now is taken', async (by) => {
    expect(await app.redeem(await app.prove({ claims: { iat: now() + by } }))).toMatchObject({ status: 200 });
  });
});

describe('a proof', () => {
  it('RFC9449-4: is good once, and the second time ends nothing', async () => {
    const proof = await app.prove();
    const first = await app.redeem(proof);
    expect(first).toMatchObject({ status: 200 });
    expect(await app.refresh(first.refresh_token, proof)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    expect(await app.refresh(first.refresh_token, await app.prove())).toMatchObject({ status: 200 });
  });

  it('RFC9449-4: that is dated ahead is good once for as long as its date is taken', async () => {
    const proof = await app.prove({ claims: { iat: now() + 290 } });
    const first = await app.redeem(proof);
    const later = Date.now() + 400_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const answer = await app.refresh(first.refresh_token, proof);
    expect(answer).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
  });
});

describeOnEveryStore('of twenty requests at once with one proof', (start) => {
  let servers: ServersOnStore;
  beforeAll(async () => {
    servers = await start();
  });
  afterAll(() => servers.close());

  it('RFC9449-4: one is answered, whichever server they come to, and the connection goes on', async () => {
    const proving = await provingApp(servers.issuer);
    const { refresh_token: token } = await proving.redeem(await proving.prove());
    const proof = await proving.prove();
    const answers = await Promise.all(Array.from({ length: 20 }, () => proving.refresh(token, proof)));
    const errors = answers.flatMap(({ error }) => error ?? []);
    expect(errors).toEqual(Array.from({ length: 19 }, () => 'invalid_dpop_proof'));
    expect(await proving.refresh(token, await proving.prove())).toMatchObject({ status: 200 });
  });

  it('RFC9449-7: a nonce of one server is one of the other', async () => {
    const proving = await provingApp(servers.issuer);
    let { nonce, refresh_token: token } = await proving.redeem(await proving.prove());
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await proving.refresh(token, await proving.prove({ nonce: nonce ?? '' }));
      expect(answer.status).toBe(200);
      ({ nonce = nonce, refresh_token: token } = answer);
    }
  });
});

describe('where nonces are required', () => {
  let strict: House;
  beforeAll(async () => {
    strict = await openHouse({ dpop: { requireNonce: true } });
  });
  afterAll(() => strict.server.close());

  it('RFC9449-7, RFC9449-13: a proof without one is told the nonce, in an answer that nobody caches', async () => {
    const proving = await strict.app();
    const fields = await proving.code();
    const { nonce = '', ...answer } = await proving.redeem(await proving.prove(), fields);
    expect(answer).toMatchObject({ status: 400, error: 'use_dpop_nonce', cacheControl: 'no-store' });
    expect(await proving.redeem(await proving.prove({ nonce: 'made up' }), fields)).toMatchObject({
      status: 400,
      error: 'use_dpop_nonce',
    });
    expect(await proving.redeem(await proving.prove({ nonce }), fields)).toMatchObject({ status: 200 });
  });

  it('a client without proofs is asked for none', async () => {
    expect(await (await strict.app()).redeem()).toMatchObject({ status: 200, token_type: 'Bearer' });
  });

  it('however often a nonce is asked for, no code is used up by it', async () => {
    const proving = await strict.app();
    const fields = await proving.code();
    let nonce = '';
    for (let turn = 0; turn < 12; turn += 1) ({ nonce = '' } = await proving.redeem(await proving.prove(), fields));
    expect(await proving.redeem(await proving.prove({ nonce }), fields)).toMatchObject({ status: 200 });
  });
});
