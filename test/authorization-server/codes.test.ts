/** Authorization codes at the token endpoint: bound to client, verifier, address and resource, and good once (OAuth 2.1 §4.1.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import {
  callback,
  obtainCode,
  postForm,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const resource = 'https://orders.example.com/mcp';
let server: RunningServer;
let client: Registered;

beforeAll(async () => {
  server = await startAuthorizationServer(resource);
  client = await register(server.issuer);
});

afterAll(() => server.close());

const code = (overrides: Record<string, string | undefined> = {}) =>
  obtainCode(server.issuer, client.client_id, { overrides });

describe('a code', () => {
  it('RFC7636-4, OAUTH21-13: a wrong verifier is refused, and does not burn the code for its owner', async () => {
    const { code: value, verifier } = await code();
    const fields = { client_id: client.client_id, code: value };
    await expectError(await redeem(server.issuer, { ...fields, code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant');
    expect((await redeem(server.issuer, { ...fields, code_verifier: verifier })).status).toBe(200);
  });

  it('RFC7636-4: a verifier is not guessed at for ever, and others can use nothing up', async () => {
    const { client_id: stranger } = await register(server.issuer, { ...publicClient, client_name: 'Guesser' });
    const guess = (what: string, clientId: string) =>
      redeem(server.issuer, { client_id: clientId, code: what, code_verifier: 'x'.repeat(43) });
    const [guessed, watched] = [await code(), await code()];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await expectError(await guess(guessed.code, client.client_id), 400, 'invalid_grant');
      await expectError(await guess(watched.code, stranger), 400, 'invalid_grant');
    }
    const rightly = ({ code: value, verifier }: { code: string; verifier: string }) =>
      redeem(server.issuer, { client_id: client.client_id, code: value, code_verifier: verifier });
    await expectError(await rightly(guessed), 400, 'invalid_grant');
    expect((await rightly(watched)).status).toBe(200);
  });

  it('OAUTH21-13, RFC9700-4: no verifier is refused', async () => {
    const { code: value } = await code();
    await expectError(await redeem(server.issuer, { client_id: client.client_id, code: value }), 400, 'invalid_grant');
  });

  it('OAUTH21-15, RFC9700-21: a second use is refused, and ends what the first one got', async () => {
    const { code: value, verifier } = await code();
    const fields = { client_id: client.client_id, code: value, code_verifier: verifier };
    const tokens = (await (await redeem(server.issuer, fields)).json()) as TokenAnswer;
    await expectError(await redeem(server.issuer, fields), 400, 'invalid_grant');
    await expectError(
      await refresh(server.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token }),
      400,
      'invalid_grant',
    );
  });

  it('OAUTH21-15: a second use by whoever lacks the verifier, or is another client, ends nothing', async () => {
    const { client_id: stranger } = await register(server.issuer, { ...publicClient, client_name: 'Stranger' });
    const { code: value, verifier } = await code();
    const fields = { client_id: client.client_id, code: value, code_verifier: verifier };
    const tokens = (await (await redeem(server.issuer, fields)).json()) as TokenAnswer;
    for (const bent of [{ code_verifier: 'x'.repeat(43) }, { client_id: stranger }])
      await expectError(await redeem(server.issuer, { ...fields, ...bent }), 400, 'invalid_grant');
    const own = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    expect((await refresh(server.issuer, own)).status).toBe(200);
  });

  it('OAUTH21-2: comes once in a request', async () => {
    const { code: value, verifier } = await code();
    const fields = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code: value,
      code_verifier: verifier,
    };
    const twice = new URLSearchParams([...Object.entries(fields), ['code', value]]);
    const answer = await fetch(`${server.issuer}/token`, { method: 'POST', body: twice });
    await expectError(answer, 400, 'invalid_request');
    expect((await postForm(`${server.issuer}/token`, { ...fields, resource: '' })).status).toBe(200);
  });

  it('OAUTH21-14: belongs to its client', async () => {
    const stranger = await register(server.issuer, { ...publicClient, client_name: 'Stranger' });
    const { code: value, verifier } = await code();
    await expectError(
      await redeem(server.issuer, { client_id: stranger.client_id, code: value, code_verifier: verifier }),
      400,
      'invalid_grant',
    );
  });

  it('OAUTH21-26: nobody learns whether one is alive by leaving redirect_uri out', async () => {
    const { client_id: stranger } = await register(server.issuer, { ...publicClient, client_name: 'Finder' });
    const ask = async (what: string, clientId: string) => {
      const fields = { grant_type: 'authorization_code', client_id: clientId, code: what };
      const answer = await postForm(`${server.issuer}/token`, { ...fields, code_verifier: 'x'.repeat(43) });
      return [answer.status, (await answer.text()).replace(/reference \w+/, '')];
    };
    const { code: alive } = await code();
    for (const clientId of [stranger, client.client_id]) {
      expect(await ask(alive, clientId)).toEqual(await ask('x'.repeat(43), clientId));
    }
  });

  it('OAUTH21-26: another redirect_uri is refused, none is accepted', async () => {
    const { code: value, verifier } = await code({ redirect_uri: 'http://127.0.0.1:50123/callback' });
    const fields = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code: value,
      code_verifier: verifier,
    };
    await expectError(
      await postForm(`${server.issuer}/token`, { ...fields, redirect_uri: callback }),
      400,
      'invalid_grant',
    );
    expect((await postForm(`${server.issuer}/token`, fields)).status).toBe(200);
  });

  it('RFC8707-2: a foreign resource is refused', async () => {
    const { code: value, verifier } = await code();
    const fields = { client_id: client.client_id, code: value, code_verifier: verifier };
    await expectError(
      await redeem(server.issuer, { ...fields, resource: 'https://evil.example' }),
      400,
      'invalid_target',
    );
  });
});
