/** Calls with tokens that are bound to a key, through every adapter: let in with a proof, and never as Bearer (RFC 9449 §7). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dpopKey } from '../../support/dpop-key.ts';
import { adapters, bearerOf, dpopOf } from '../../support/guarded-server.ts';
import { sendJson, startIntrospectedGuard } from '../../support/introspecting-issuer.ts';
import { provingCaller, type ProvingCaller } from './proving-caller.ts';

const algs = 'ES256 Ed25519 EdDSA';

describe.each(adapters)('a call through the %s adapter', (adapter) => {
  let caller: ProvingCaller;
  beforeAll(async () => {
    caller = await provingCaller(adapter);
  });
  afterAll(() => caller.close());

  it('RFC9449-10: is let in with a new proof each time', async () => {
    const token = await caller.mint();
    for (const _turn of [1, 2]) expect((await caller.call(token)).status).toBe(200);
    expect(caller.server.seen.at(-1)).toMatchObject({ kind: 'access_token', token, subject: 'person-1' });
  });

  it('RFC9449-11: is refused with a bound token as Bearer, with and without a proof', async () => {
    const token = await caller.mint();
    const bearer: [string, string] = ['Authorization', `Bearer ${token}`];
    for (const more of [[], [['DPoP', await caller.prove(token)]]] as [string, string][][]) {
      const answer = await caller.server.send('/mcp', { method: 'POST', headers: [bearer, ...more] });
      expect([answer.status, bearerOf(answer)['error']]).toEqual([401, 'invalid_token']);
    }
  });

  it('RFC9449-12: is challenged without credentials, Bearer first, and no error in either', async () => {
    const answer = await caller.server.send('/mcp', { method: 'POST' });
    expect(answer.status).toBe(401);
    expect(bearerOf(answer)).toMatchObject({ resource_metadata: caller.server.resource.metadataUrl });
    expect(dpopOf(answer)).toEqual({ algs });
  });

  it('RFC9449-1: is refused with two proofs', async () => {
    const token = await caller.mint();
    const answer = await caller.call(token, undefined, [['DPoP', await caller.prove(token)]]);
    expect([answer.status, dpopOf(answer)['error']]).toEqual([401, 'invalid_dpop_proof']);
  });

  it('RFC9449-1, RFC9449-12: is refused without a proof', async () => {
    const headers: [string, string][] = [['Authorization', `DPoP ${await caller.mint()}`]];
    const answer = await caller.server.send('/mcp', { method: 'POST', headers });
    expect([answer.status, dpopOf(answer)]).toMatchObject([401, { error: 'invalid_dpop_proof', algs }]);
    expect(JSON.parse(answer.text)).toMatchObject({ error: 'invalid_dpop_proof' });
  });

  it('RFC9449-13: of a browser may carry a proof, and read a nonce', async () => {
    const { origin } = caller.server;
    const preflight = await caller.server.send('/mcp', { method: 'OPTIONS', headers: [['Origin', origin]] });
    expect(preflight.headers['access-control-allow-headers']).toMatch(/(?:^|, )dpop(?:,|$)/);
    const answer = await caller.server.send('/mcp', { headers: [['Origin', origin]] });
    expect(answer.headers['access-control-expose-headers']).toContain('DPoP-Nonce');
  });
});

describe('a call', () => {
  let caller: ProvingCaller;
  beforeAll(async () => {
    caller = await provingCaller();
  });
  afterAll(() => caller.close());

  const tried = async (token: string, proof?: string) => {
    const answer = await caller.call(token, proof);
    return [answer.status, dpopOf(answer)['error'], caller.decisions.at(-1)?.reason];
  };

  it('RFC9449-1: is judged by its own signature, also when its key is known from calls before', async () => {
    const token = await caller.mint();
    expect((await caller.call(token)).status).toBe(200);
    const { privateKey } = await dpopKey();
    const forged = await caller.prove(token, { key: privateKey });
    expect(await tried(token, forged)).toEqual([401, 'invalid_dpop_proof', 'bad_proof']);
    expect((await caller.call(token)).status).toBe(200);
  });

  it('RFC9449-10: is refused with a token that is bound to no key', async () => {
    expect(await tried(await caller.mint({ claims: { cnf: undefined } }))).toEqual([
      401,
      'invalid_token',
      'bound_to_no_key',
    ]);
  });

  it('RFC9449-10: is refused with a token that is bound to another key', async () => {
    const { thumbprint } = await dpopKey();
    const token = await caller.mint({ claims: { cnf: { jkt: thumbprint } } });
    expect(await tried(token)).toEqual([401, 'invalid_dpop_proof', 'bad_proof']);
  });

  it.each([
    ['a certificate', { 'x5t#S256': 'x' }],
    ['a key and a certificate', { 'x5t#S256': 'x', jkt: 'x' }],
    ['nothing that is named', {}],
    ['a thumbprint that is no text', { jkt: 1 }],
    ['null', null],
  ])('is refused with a token that is bound to %s, in both schemes', async (_title, cnf) => {
    const token = await caller.mint({ claims: { cnf } });
    expect(await tried(token)).toEqual([401, 'invalid_token', 'bound_to_a_key']);
    const answer = await caller.server.call(token);
    expect([answer.status, bearerOf(answer)['error']]).toEqual([401, 'invalid_token']);
  });

  it('RFC9449-12: with a token that is no good is refused under the scheme that was tried', async () => {
    const token = await caller.mint({ claims: { exp: caller.clock.seconds() - 60 } });
    expect(await tried(token)).toEqual([401, 'invalid_token', 'expired']);
  });

  it('RFC9449-12: that lacks a scope is told so under the scheme that was tried, and finds the union in both places', async () => {
    const token = await caller.mint({ claims: { scope: 'orders:list' } });
    const answer = await caller.call(token);
    expect([answer.status, dpopOf(answer)['error']]).toEqual([403, 'insufficient_scope']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer scope="orders:list orders:read"/);
  });

  it.each([
    ['two tokens', 'DPoP a b'],
    ['no token', 'DPoP'],
    ['a quoted token', 'DPoP "a"'],
    ['two schemes', 'DPoP a, Bearer b'],
    ['two schemes, the other way round', 'Bearer a, DPoP b'],
    ['another scheme before', 'Basic eA==, DPoP b'],
  ])('RFC9449-1: with %s in its header is malformed', async (_title, value) => {
    const answer = await caller.server.send('/mcp', { method: 'POST', headers: [['Authorization', value]] });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('RS-12: with a second token in the query is malformed', async () => {
    const headers: [string, string][] = [['Authorization', `DPoP ${await caller.mint()}`]];
    const answer = await caller.server.send('/mcp?access_token=x', { method: 'POST', headers });
    expect(answer.status).toBe(400);
  });
});

describe('an opaque token that is bound to a key', () => {
  it.each(['DPoP', 'Bearer', undefined])(
    'RFC9449-10, RFC9449-11: needs its proof, of type %s by introspection',
    async (type) => {
      const guard = await startIntrospectedGuard();
      const key = await dpopKey('ES256', guard.clock.now);
      const { resource } = guard.resource;
      guard.reply = (response) =>
        sendJson(response, guard.answerFor({ cnf: { jkt: key.thumbprint }, token_type: type }));
      const token = 'an-opaque-token';
      const calling = async (scheme: string, proof: string) =>
        (
          await guard.send('/mcp', {
            method: 'POST',
            headers: [
              ['Authorization', `${scheme} ${token}`],
              ['DPoP', proof],
            ],
          })
        ).status;
      expect(await calling('Bearer', await key.prove(resource, { token }))).toBe(401);
      expect(await calling('DPoP', await (await dpopKey()).prove(resource, { token }))).toBe(401);
      expect(await calling('DPoP', await key.prove(resource, { token }))).toBe(type === undefined ? 401 : 200);
      await guard.close();
    },
  );
});

describe('a resource that requires proofs', () => {
  let caller: ProvingCaller;
  beforeAll(async () => {
    caller = await provingCaller('node', { dpop: { required: true } });
  });
  afterAll(() => caller.close());

  it('says so in its metadata, and takes no token as Bearer', async () => {
    const document = await caller.server.send('/.well-known/oauth-protected-resource/mcp');
    expect(JSON.parse(document.text)).toMatchObject({
      dpop_signing_alg_values_supported: algs.split(' '),
      dpop_bound_access_tokens_required: true,
    });
    const unbound = await caller.mint({ claims: { cnf: undefined } });
    const answer = await caller.server.call(unbound);
    expect([answer.status, bearerOf(answer)['error']]).toEqual([401, 'invalid_token']);
    expect((await caller.call(await caller.mint())).status).toBe(200);
  });
});
