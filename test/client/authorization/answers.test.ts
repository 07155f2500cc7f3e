/** The request that the browser carries, and the answers that are taken: those of this attempt, this server and this browser. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { beginSignIn, type BegunSignIn, finishSignIn, guardedFetch } from '@granthouse/client';
import { documents, json, page, type ScriptedHouse, startScriptedHouse, tokens } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback?of=mcp' };
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

const begin = () => beginSignIn(house.endpoint, { identity, fetch });
const finish = ({ attempt, binding }: BegunSignIn, answer: URL) =>
  finishSignIn(attempt, { answer, binding }, { fetch });
const codes = () => house.forms('/token');

describe('the request', () => {
  it('CL-9: brings the hash of a verifier that is sent with the code alone', async () => {
    const begun = await begin();
    const asked = begun.url.searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    await finish(begun, house.answerTo(begun.url));
    const [form] = codes();
    const verifier = form?.get('code_verifier') ?? '';
    expect(verifier).toHaveLength(43);
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(asked.get('code_challenge'));
    expect(begun.url.href).not.toContain(verifier);
  });

  it.each(['/mcp', '', '/'])(
    'CL-10: names the resource as its metadata spells it, and so does the code: %j',
    async (path) => {
      house.change(documents.resource, { resource: house.origin + path });
      const begun = await begin();
      await finish(begun, house.answerTo(begun.url));
      expect(begun.url.searchParams.getAll('resource')).toEqual([house.origin + path]);
      expect(codes().map((form) => form.getAll('resource'))).toEqual([[house.origin + path]]);
    },
  );

  it('CL-13: has a state, a verifier and a binding of its own each time', async () => {
    const [one, other] = await Promise.all([begin(), begin()]);
    expect(one.attempt.state).not.toBe(other.attempt.state);
    expect(one.attempt.authorization.codeVerifier).not.toBe(other.attempt.authorization.codeVerifier);
    expect(one.binding).not.toBe(other.binding);
    expect(JSON.stringify(one.attempt)).not.toContain(one.binding);
  });

  it('keeps what the address of the server has in its query, and repeats nothing', async () => {
    const endpoint = `${house.origin}/authorize?tenant=one&state=theirs&redirect_uri=https://evil.example`;
    house.change(documents.server, { authorization_endpoint: endpoint });
    const { url, attempt } = await begin();
    expect(url.searchParams.getAll('tenant')).toEqual(['one']);
    expect(url.searchParams.getAll('state')).toEqual([attempt.state]);
    expect(url.searchParams.getAll('redirect_uri')).toEqual([identity.redirectUri]);
  });

  it('asks for a refresh token as OpenID Connect has it, where the server lists the scope', async () => {
    house.change(documents.server, { scopes_supported: ['openid', 'offline_access'] });
    house.change(documents.resource, { scopes_supported: ['read'] });
    const { url } = await begin();
    expect(url.searchParams.get('scope')).toBe('read offline_access');
    expect(url.searchParams.get('prompt')).toBe('consent');
  });

  it('CL-15: is not made where scopes without number make it longer than anybody opens', async () => {
    const scopes = Array.from({ length: 1_000 }, (_, each) => `a-scope:${each}`);
    house.change(documents.resource, { scopes_supported: scopes });
    await expect(begin()).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it('CL-11: names no scope where nobody does', async () => {
    expect((await begin()).url.searchParams.has('scope')).toBe(false);
  });
});

describe('an answer', () => {
  const announced = (isAnnounced: boolean | undefined) =>
    house.change(documents.server, { authorization_response_iss_parameter_supported: isAnnounced });

  it.each([
    ['announced and right', true, (origin: string) => origin],
    ['not announced and right', undefined, (origin: string) => origin],
    ['not announced and absent', undefined, () => undefined],
    ['denied and absent', false, () => undefined],
  ])('CL-12: is taken when its iss is %s', async (_title, isAnnounced, iss) => {
    announced(isAnnounced);
    const begun = await begin();
    const finished = await finish(begun, house.answerTo(begun.url, { iss: iss(house.origin) }));
    expect(finished.kind).toBe('signed-in');
  });

  it.each([
    ['announced and absent', true, () => undefined],
    ['announced and empty', true, () => ''],
    ['of another server', true, () => 'https://other.example'],
    ['of another server, not announced', undefined, () => 'https://other.example'],
    ['of another server, denied', false, () => 'https://other.example'],
    ['with a slash at its end', true, (origin: string) => `${origin}/`],
    ['in upper case', true, (origin: string) => origin.toUpperCase()],
  ])('CL-12: is refused, its code unused, when its iss is %s', async (_title, isAnnounced, iss) => {
    announced(isAnnounced);
    const begun = await begin();
    const finished = finish(begun, house.answerTo(begun.url, { iss: iss(house.origin) }));
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect(codes()).toEqual([]);
  });

  it('CL-12: that is an error of another server refuses nothing of this one', async () => {
    const begun = await begin();
    const answer = house.answerTo(begun.url, { code: undefined, error: 'access_denied', iss: 'https://other.example' });
    await expect(finish(begun, answer)).rejects.toMatchObject({ code: 'response_mismatch' });
  });

  it.each([
    ['another attempt', 'of another'],
    ['no attempt', undefined],
    ['nothing', ''],
  ])('CL-13: with the state of %s is refused, its code unused', async (_title, state) => {
    const begun = await begin();
    const finished = finish(begun, house.answerTo(begun.url, { state }));
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect(codes()).toEqual([]);
  });

  it.each([
    ['two codes', '&code=another'],
    ['two states', '&state=another'],
    ['two issuers', '&iss=https://other.example'],
  ])('with %s is refused, its code unused', async (_title, more) => {
    const begun = await begin();
    const finished = finish(begun, new URL(house.answerTo(begun.url).href + more));
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect(codes()).toEqual([]);
  });

  it.each([undefined, ''])('without a code is refused: %j', async (code) => {
    const begun = await begin();
    const finished = finish(begun, house.answerTo(begun.url, { code }));
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
  });

  it.each([
    ['access_denied', 'access_denied'],
    ['invalid_scope', 'invalid_scope'],
    ['<script>alert(1)</script>', 'no code of an error'],
  ])('that says no is told by its code and nothing else: %s', async (said, told) => {
    const begun = await begin();
    const answer = house.answerTo(begun.url, { code: undefined, error: said, error_description: 'dial 555-0100' });
    const reason: unknown = await finish(begun, answer).catch((refusal: unknown) => refusal);
    expect(reason).toMatchObject({ code: 'sign_in_refused', details: { error: told } });
    expect(JSON.stringify([reason, String(reason)])).not.toMatch(/555-0100|script/u);
  });

  it('CL-12, CL-14: of the honest server is taken for none of the one that a stranger’s resource named', async () => {
    const stranger = await startScriptedHouse();
    // The stranger’s metadata names the honest server’s endpoints, with a client that was registered there.
    const named = ['authorize', 'register', 'token'].map((each) => `${house.origin}/${each}`);
    const [authorization_endpoint, registration_endpoint, token_endpoint] = named;
    stranger.change(documents.server, { authorization_endpoint, registration_endpoint, token_endpoint });
    const begun = await beginSignIn(stranger.endpoint, { identity, fetch });
    expect(begun.url.origin).toBe(house.origin);
    const finished = finish(begun, house.answerTo(begun.url));
    await expect(finished).rejects.toMatchObject({ code: 'response_mismatch' });
    expect([...codes(), ...stranger.forms('/token')]).toEqual([]);
    await stranger.close();
  });
});

describe('the code', () => {
  it.each([
    ['a page', page(), 'token_refused'],
    ['a page that says no', page(400), 'token_refused'],
    ['an error under status 200', json({ error: 'bad_verification_code' }), 'token_refused'],
    ['nothing', () => new Response(null, { status: 204 }), 'token_refused'],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/sign-in' } }), 'token_refused'],
    ['a token that no header carries', json({ ...tokens, access_token: 'a\nb: c' }), 'token_refused'],
    ['a code that was used', json({ error: 'invalid_grant' }, { status: 400 }), 'sign_in_needed'],
    ['more than anybody reads', () => new Response('x'.repeat(300_000)), 'too_large'],
  ])('that is answered with %s gives nothing', async (_title, answer, code) => {
    house.routes['POST /token'] = answer;
    const begun = await begin();
    await expect(finish(begun, house.answerTo(begun.url))).rejects.toMatchObject({ code });
  });

  it('CL-15: is sent to no address inside the network', async () => {
    house.change(documents.server, { token_endpoint: 'https://[fe80::1]/token' });
    const begun = await begin();
    await expect(finish(begun, house.answerTo(begun.url))).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
