/** What a proof binds: access tokens, the refresh tokens of public clients, and codes (RFC 9449 §5, §6, §10). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { dpopKey } from '../../support/dpop-key.ts';
import { expectError } from '../../support/expect-error.ts';
import { confidential } from '../../support/introspection.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { obtainCode, publicClient, redeem } from '../../support/oauth-client.ts';
import { openHouse, type House, type ProvingApp } from './proving-app.ts';

let house: House;
let app: ProvingApp;

beforeAll(async () => {
  house = await openHouse();
  app = await house.app();
});
afterAll(() => house.server.close());

const ends = () => house.events.filter(({ name }) => name === 'refresh_family.replayed').map(({ reason }) => reason);
const isActive = async (token: unknown) => (await house.introspect(String(token)))['active'];

describe('an access token', () => {
  it('RFC9449-5, RFC9700-8: is bound to the key of the proof, in the JWT and in introspection', async () => {
    const answer = await app.redeem(await app.prove());
    expect(answer).toMatchObject({ status: 200, token_type: 'DPoP' });
    const cnf = { jkt: app.key.thumbprint };
    expect(decodeJwt(answer.access_token ?? '')).toMatchObject({ cnf });
    expect(await house.introspect(answer.access_token ?? '')).toMatchObject({ active: true, token_type: 'DPoP', cnf });
  });

  it('RFC9449-5: is a bearer token without a proof', async () => {
    const answer = await app.redeem();
    expect(answer).toMatchObject({ status: 200, token_type: 'Bearer' });
    expect(decodeJwt(answer.access_token ?? '')).not.toHaveProperty('cnf');
    expect(await house.introspect(answer.access_token ?? '')).toMatchObject({ token_type: 'Bearer' });
  });

  it.each(['Ed25519', 'EdDSA'])('RFC9449-1: may be bound to a key of %s', async (alg) => {
    const key = await dpopKey(alg);
    const answer = await app.redeem(await app.prove({}, key));
    expect(decodeJwt(answer.access_token ?? '')).toMatchObject({ cnf: { jkt: key.thumbprint } });
  });
});

describe('a refresh token of a public client', () => {
  it('RFC9449-6: is good with the key of the first proof, one generation after the other', async () => {
    const first = await app.redeem(await app.prove());
    const second = await app.refresh(first.refresh_token, await app.prove());
    const third = await app.refresh(second.refresh_token, await app.prove());
    expect(third).toMatchObject({ status: 200, token_type: 'DPoP' });
    expect(decodeJwt(third.access_token ?? '')).toMatchObject({ cnf: { jkt: app.key.thumbprint } });
  });

  it('RFC9449-6: shown with another key, ends the whole authorization', async () => {
    const first = await app.redeem(await app.prove());
    const before = ends().length;
    const stolen = await app.refresh(first.refresh_token, await app.prove({}, await dpopKey()));
    expect(stolen).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(ends().slice(before)).toEqual(['shown with another DPoP key']);
    expect(await app.refresh(first.refresh_token, await app.prove())).toMatchObject({ error: 'invalid_grant' });
    expect(await isActive(first.access_token)).toBe(false);
  });

  it('RFC9449-6: shown without a proof, is refused and ends nothing', async () => {
    const first = await app.redeem(await app.prove());
    expect(await app.refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await isActive(first.access_token)).toBe(true);
    expect(await app.refresh(first.refresh_token, await app.prove())).toMatchObject({ status: 200 });
  });

  it('RFC9449-6: is answered again within the grace window with its own key alone', async () => {
    const first = await app.redeem(await app.prove());
    const next = await app.refresh(first.refresh_token, await app.prove());
    expect(await app.refresh(first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    const again = await app.refresh(first.refresh_token, await app.prove());
    expect(again).toMatchObject({ status: 200, token_type: 'DPoP', refresh_token: next.refresh_token });
    const stolen = await app.refresh(first.refresh_token, await app.prove({}, await dpopKey()));
    expect(stolen).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await isActive(next.access_token)).toBe(false);
    expect(await app.refresh(next.refresh_token, await app.prove())).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends nothing when the proof itself is wrong', async () => {
    const first = await app.redeem(await app.prove());
    const wrong = await app.prove({ htm: 'GET' }, await dpopKey());
    expect(await app.refresh(first.refresh_token, wrong)).toMatchObject({ error: 'invalid_dpop_proof' });
    expect(await app.refresh(first.refresh_token, await app.prove())).toMatchObject({ status: 200 });
  });
});

it('RFC9449-6: a client with a secret may change its key, because its secret binds the refresh token', async () => {
  const proven = await house.app(confidential);
  const first = await proven.redeem(await proven.prove());
  const key = await dpopKey();
  const next = await proven.refresh(first.refresh_token, await proven.prove({}, key));
  expect(decodeJwt(next.access_token ?? '')).toMatchObject({ cnf: { jkt: key.thumbprint } });
});

describe('a client that registered with dpop_bound_access_tokens', () => {
  it('RFC9449-8: is told so, and refused without a proof, which uses nothing up', async () => {
    const bound = await house.app({ ...publicClient, dpop_bound_access_tokens: true });
    expect(bound.clientId).not.toBe(app.clientId);
    const fields = await bound.code();
    const bare = await bound.redeem(undefined, fields);
    expect(bare).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    const answer = await bound.redeem(await bound.prove(), fields);
    expect(answer).toMatchObject({ status: 200, token_type: 'DPoP' });
    expect(await bound.refresh(answer.refresh_token)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    expect(await bound.refresh(answer.refresh_token, await bound.prove())).toMatchObject({ status: 200 });
  });

  it.each(['https://apps.example.com/client.json', 'registered-by-the-operator'])(
    'RFC9449-8: is refused without a proof also as %s',
    async (client_id) => {
      const member = { dpop_bound_access_tokens: true };
      const strict = await openHouse({
        clients: [{ client_id: 'registered-by-the-operator', ...publicClient, ...member }],
        clientIdMetadataDocuments: { pinned: [documentAt('https://apps.example.com/client.json', member)] },
      });
      const { issuer } = strict.server;
      const { code, verifier } = await obtainCode(issuer, client_id);
      const answer = await redeem(issuer, { client_id, code, code_verifier: verifier });
      await expectError(answer, 400, 'invalid_dpop_proof');
      await strict.server.close();
    },
  );

  it.each([false, null, 'yes', 1, {}])('means the same as any other when it says %j', async (said) => {
    const other = await house.app({ ...publicClient, dpop_bound_access_tokens: said });
    expect(other.clientId).toBe(app.clientId);
  });
});

describe('a code of a request with dpop_jkt', () => {
  it('RFC9449-9: is good with that key, and with no other, which does not use it up', async () => {
    const fields = await app.code({ dpop_jkt: app.key.thumbprint });
    expect(await app.redeem(undefined, fields)).toMatchObject({ status: 400, error: 'invalid_grant' });
    const stolen = await app.redeem(await app.prove({}, await dpopKey()), fields);
    expect(stolen).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await app.redeem(await app.prove(), fields)).toMatchObject({ status: 200, token_type: 'DPoP' });
  });

  it('RFC9449-9: is not guessed at for ever', async () => {
    const fields = await app.code({ dpop_jkt: app.key.thumbprint });
    for (let guess = 0; guess < 10; guess += 1) await app.redeem(undefined, fields);
    expect(await app.redeem(await app.prove(), fields)).toMatchObject({ error: 'invalid_grant' });
  });
});
