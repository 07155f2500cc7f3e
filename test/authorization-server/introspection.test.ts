/** Introspection (RFC 7662): what it says about tokens, to whom, and when they stop being active. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { person } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  billingServer,
  ordersServer,
  resource,
  startIntrospected,
  type Introspected,
} from '../support/introspection.ts';
import { credentials, postForm, refresh, type TokenAnswer } from '../support/oauth-client.ts';
import { createTestClock } from '../support/test-clock.ts';

const clock = createTestClock();
let here: Introspected;
beforeAll(async () => {
  here = await startIntrospected({ now: clock.now });
});
afterAll(() => here.server.close());

const inactive = { active: false };

describe('an access token', () => {
  it('RFC7662-6: is described to the resource server that it is for, and to its own client', async () => {
    const { exp, iat, jti, sub } = decodeJwt(here.tokens.access_token);
    const described = {
      active: true,
      iss: here.server.issuer,
      sub,
      aud: resource,
      client_id: here.client.client_id,
      scope: 'orders:read',
      exp,
      iat,
      jti,
      token_type: 'Bearer',
    };
    expect(await here.answer(here.tokens.access_token, ordersServer)).toEqual(described);
    expect(await here.answer(here.tokens.access_token, here.client)).toEqual(described);
  });

  it('the secret may come in the header, too, and the hint may be wrong', async () => {
    const basic = Buffer.from(`${ordersServer.client_id}:${encodeURIComponent(ordersServer.client_secret)}`).toString(
      'base64',
    );
    const fields = { token: here.tokens.access_token, token_type_hint: 'refresh_token' };
    const response = await here.introspect(fields, { authorization: `Basic ${basic}` });
    expect(await response.json()).toMatchObject({ active: true });
  });

  it('RFC7662-2, RFC7662-3: is inactive, and nothing else, for a resource server that it is not for', async () => {
    expect(await here.answer(here.tokens.access_token, billingServer)).toEqual(inactive);
  });

  it('opens nothing by what it carries about its authorization', async () => {
    const { grant_id: grantId } = decodeJwt(here.tokens.access_token);
    for (const token of [String(grantId), String(decodeJwt(here.tokens.access_token).jti)]) {
      expect(await here.answer(token, here.client)).toEqual(inactive);
      await expectError(
        await refresh(here.server.issuer, { ...credentials(here.client), refresh_token: token }),
        400,
        'invalid_grant',
      );
    }
  });

  it('RFC7009-3, RFC7662-2: is inactive once its refresh token was revoked', async () => {
    const own = await here.connect();
    await postForm(`${here.server.issuer}/revoke`, { ...credentials(own.client), token: own.tokens.refresh_token });
    expect(await here.answer(own.tokens.access_token, ordersServer)).toEqual(inactive);
    expect(await here.answer(own.tokens.access_token, own.client)).toEqual(inactive);
  });

  it('OAUTH21-22: is inactive once a refresh token of its authorization was replayed', async () => {
    const own = await here.connect();
    const fields = { ...credentials(own.client), refresh_token: own.tokens.refresh_token };
    const next = (await (await refresh(here.server.issuer, fields)).json()) as TokenAnswer;
    expect(await here.answer(next.access_token, ordersServer)).toMatchObject({ active: true });
    clock.advance(90_000);
    await expectError(await refresh(here.server.issuer, fields), 400, 'invalid_grant');
    expect(await here.answer(next.access_token, ordersServer)).toEqual(inactive);
  });
});

describe('a refresh token', () => {
  it('is described to its own client alone', async () => {
    expect(await here.answer(here.tokens.refresh_token, here.client)).toEqual({
      active: true,
      iss: here.server.issuer,
      sub: decodeJwt(here.tokens.access_token).sub,
      client_id: here.client.client_id,
      scope: 'orders:read',
      exp: expect.any(Number),
      iat: expect.any(Number),
    });
    expect(await here.answer(here.tokens.refresh_token, ordersServer)).toEqual(inactive);
  });
});

describe('in the end', () => {
  it('an access token is inactive once its person was removed', async () => {
    const { access_token: token } = here.tokens;
    expect(await here.answer(token, ordersServer)).toMatchObject({ active: true });
    await here.server.accounts.remove(person.login);
    expect(await here.answer(token, ordersServer)).toEqual(inactive);
    await here.server.accounts.add(person);
  });

  it('RFC7662-2: an access token is inactive from its expiry on', async () => {
    const own = await here.connect();
    const { exp = 0 } = decodeJwt(own.tokens.access_token);
    clock.advance((exp - clock.seconds() - 1) * 1000);
    expect(await here.answer(own.tokens.access_token, ordersServer)).toMatchObject({ active: true });
    clock.advance(1000);
    expect(await here.answer(own.tokens.access_token, ordersServer)).toEqual(inactive);
  });
});
