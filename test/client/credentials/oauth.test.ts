/** A token as a credential: renewed by one at a time, at the right time, and never asked for in vain twice. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authorization, guardedFetch, keptInMemory, leasedKeeper, oauthCredential } from '@granthouse/client';
import { parseChallenges } from '@granthouse/protocol';
import { anAuthorization } from '../../support/keeper-contract.ts';
import { json, page, type ScriptedHouse, startScriptedHouse, tokens } from '../../support/scripted-house.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
let house: ScriptedHouse;
let clock: TestClock;

beforeEach(async () => {
  house = await startScriptedHouse();
  clock = createTestClock();
});
afterEach(() => house.close());
afterAll(() => network.close());

function held(changes: Partial<Authorization['tokens']> = {}): Authorization {
  const client = { ...anAuthorization.client, issuer: house.origin };
  const kept = { accessToken: 'first', refreshToken: 'refresh', expiresAt: clock.now() + 600_000, ...changes };
  return { ...anAuthorization, issuer: house.origin, client, tokens: kept };
}

const credentialOf = (authorization: Authorization) =>
  oauthCredential({ keeper: keptInMemory(authorization), fetch, now: clock.now });
const unauthorized = { status: 401 as const, challenges: [], shown: { authorization: 'Bearer first' } };
const outOfScope = (scope: string, error = 'insufficient_scope') => ({
  ...unauthorized,
  status: 403 as const,
  challenges: [{ scheme: 'Bearer', parameters: { error, scope } }],
});

describe('a token', () => {
  it('is shown while it lives, and renewed half a minute before its end', async () => {
    const credential = credentialOf(held());
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
    clock.advance(569_999);
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
    clock.advance(1);
    expect(await credential.fields()).toEqual({ authorization: 'Bearer access' });
    expect(house.forms('/token').map((form) => form.get('grant_type'))).toEqual(['refresh_token']);
  });

  it('is renewed once, however many call at the same moment', async () => {
    const credential = credentialOf(held({ expiresAt: clock.now() }));
    const all = await Promise.all(Array.from({ length: 20 }, () => credential.fields()));
    expect(new Set(all.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer access']));
    expect(house.forms('/token')).toHaveLength(1);
  });

  it('is renewed once when many were refused with it', async () => {
    const credential = credentialOf(held());
    await Promise.all(Array.from({ length: 20 }, () => credential.refused(unauthorized)));
    expect(house.forms('/token')).toHaveLength(1);
  });

  it('is renewed once by two processes', async () => {
    let version = 0;
    let kept = { authorization: held({ expiresAt: clock.now() }) };
    const record = {
      read: () => Promise.resolve({ version: String(version), kept }),
      replace(expected: string | undefined, next: object) {
        if (expected !== String(version)) return Promise.resolve(false);
        version += 1;
        kept = next as typeof kept;
        return Promise.resolve(true);
      },
    };
    const process = () => oauthCredential({ keeper: leasedKeeper(record), fetch, now: clock.now });
    const all = await Promise.all([process(), process(), process()].map((each) => each.fields()));
    expect(all.map(({ authorization }) => authorization)).toEqual(['Bearer access', 'Bearer access', 'Bearer access']);
    expect(house.forms('/token')).toHaveLength(1);
  });

  it('CL-14: that comes without a refresh token is used to its end', async () => {
    const { refreshToken: _none, ...rest } = held().tokens;
    const credential = credentialOf({ ...held(), tokens: rest });
    clock.advance(599_999);
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
    await expect(credential.refused(unauthorized)).rejects.toMatchObject({ code: 'credential_refused' });
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
    clock.advance(1);
    await expect(credential.fields()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(house.forms('/token')).toHaveLength(0);
  });
});

describe('a token server that says no', () => {
  it.each(['invalid_grant', 'invalid_client', 'unauthorized_client', 'invalid_scope', 'bad_refresh_token'])(
    'with %s is asked once, and a person after that',
    async (error) => {
      house.routes['POST /token'] = json({ error }, { status: 400 });
      const keeper = keptInMemory(held({ expiresAt: clock.now() }));
      const credential = oauthCredential({ keeper, fetch, now: clock.now });
      const needed = { code: 'sign_in_needed', details: { error } };
      await expect(credential.fields()).rejects.toMatchObject(needed);
      await expect(credential.fields()).rejects.toMatchObject(needed);
      await expect(credential.refused(unauthorized)).rejects.toMatchObject(needed);
      expect(house.forms('/token')).toHaveLength(1);
      expect(await keeper.load()).toMatchObject({ ended: error });
    },
  );
});

describe('a token server that stumbles', () => {
  const stumbles = [
    ['an error of its own', json({ error: 'server_error' }, { status: 400 })],
    ['any error of a status of its own', json({ error: 'invalid_grant' }, { status: 503 })],
    ['a page', page(502)],
    ['a page that says all is well', page(200)],
    ['a token of a kind that nobody asked for', json({ ...tokens, token_type: 'mac' })],
  ] as const;

  it.each(stumbles)('with %s costs nothing while the token is good', async (_title, answer) => {
    house.routes['POST /token'] = answer;
    const credential = credentialOf(held({ expiresAt: clock.now() + 10_000 }));
    expect(await credential.fields()).toEqual({ authorization: 'Bearer first' });
  });

  it.each(stumbles)('with %s ends nothing', async (_title, answer) => {
    const good = house.routes['POST /token'];
    house.routes['POST /token'] = answer;
    const credential = credentialOf(held({ expiresAt: clock.now() }));
    await expect(credential.fields()).rejects.toMatchObject({ code: 'token_refused' });
    house.routes['POST /token'] = good ?? answer;
    expect(await credential.fields()).toEqual({ authorization: 'Bearer access' });
  });
});

describe('a token server that never answers', () => {
  it('holds a renewal up for a bounded time, and the lease of the keeper not longer', async () => {
    house.routes['POST /token'] = () => new Promise(() => undefined);
    const keeper = keptInMemory(held({ expiresAt: clock.now() }));
    const hurried = { keeper, fetch, now: clock.now, renewalTime: 300 };
    await expect(oauthCredential(hurried).fields()).rejects.toMatchObject({ code: 'timed_out' });
    expect(await keeper.load()).not.toHaveProperty('ended');
  });
});

describe('a call that needs more', () => {
  it('CL-11: names the scopes that a sign-in has to ask for', async () => {
    const refused = credentialOf(held()).refused(outOfScope('read write'));
    await expect(refused).rejects.toMatchObject({ code: 'forbidden', details: { scope: ['read', 'write'] } });
  });

  it.each([
    ['no error beside them', 'Bearer scope="write"'],
    ['another kind of credential first', 'Basic realm="x", Bearer error="insufficient_scope", scope="write"'],
    ['a challenge of the same kind first', 'Bearer realm="keys", Bearer error="insufficient_scope", scope="write"'],
  ])('CL-11: names them also when the server names %s', async (_title, header) => {
    const challenges = parseChallenges(header);
    const refused = credentialOf(held()).refused({ ...outOfScope(''), challenges });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden', details: { scope: ['write'] } });
  });

  it('CL-11: is asked once more when somebody signed in for more meanwhile', async () => {
    const refusal = { ...outOfScope('write'), shown: { authorization: 'Bearer from before' } };
    await expect(credentialOf(held()).refused(refusal)).resolves.toBeUndefined();
  });

  it.each([
    ['what was asked for already', outOfScope('read')],
    ['what was given unasked, beside what was asked for in vain', outOfScope('own read')],
    ['nothing', outOfScope('')],
    ['what no scope can be', outOfScope('"')],
    ['something else than more scope', outOfScope('write', 'invalid_request')],
  ])('CL-11: asks nobody to sign in again for %s', async (_title, refusal) => {
    const error: unknown = await credentialOf(held({ scope: ['own'] }))
      .refused(refusal)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(error).not.toHaveProperty('details.scope');
  });

  it('CL-11: says what the sign-in asked for in vain, and never at length', async () => {
    const said = (scope: string, requested: string[]) =>
      credentialOf({ ...held({ scope: [] }), requested }).refused(outOfScope(scope));
    await expect(said('read', ['read'])).rejects.toThrow('it wants read, which the sign-in asked for in vain');
    const many = Array.from({ length: 50 }, (_, each) => `scope:${each}`);
    await expect(said(many.join(' '), many)).rejects.toThrow('it wants scopes, which');
  });
});
