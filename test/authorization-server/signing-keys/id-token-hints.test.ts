/** An ID token that comes back as a hint is judged by the key that signed it, however old it is (OpenID Connect Core §3.1.2.1). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { person } from '../../support/authorization-server.ts';
import { Browser } from '../../support/browser.ts';
import { pageOf } from '../../support/connect.ts';
import { authorizationRequest, obtainTokens, publicClient } from '../../support/oauth-client.ts';
import { bound, day, hour, minute, startRotating, type Rotating } from './rotating.ts';

let here: Rotating;
beforeEach(async () => {
  here = await startRotating(1);
});
afterEach(() => here.close());

async function idTokenOf(metadata: object = publicClient) {
  const { client, tokens } = await obtainTokens(here.issuer, { metadata, overrides: { scope: 'openid orders:read' } });
  return { client_id: client.client_id, idToken: (tokens as unknown as { id_token: string }).id_token };
}

const requestOf = (clientId: string, id_token_hint: string) =>
  authorizationRequest(here.issuer, clientId, { scope: 'openid orders:read', id_token_hint }).url;

/** The page of a step, or the error that the client is told. */
async function answerTo(clientId: string, hint: string): Promise<string> {
  const response = await fetch(requestOf(clientId, hint), { redirect: 'manual' });
  const location = new URL(response.headers.get('location') ?? '', here.issuer);
  return location.searchParams.get('error') ?? (location.pathname.split('/')[1] as string);
}

describe('a hint', () => {
  it('is good after it has expired, after its key was replaced, and says nothing when that key is gone', async () => {
    const { client_id, idToken } = await idTokenOf();
    expect(await answerTo(client_id, idToken)).toBe('interaction');
    await here.instances[0]?.signingKeys.rotate();
    here.clock.advance(hour + bound);
    await here.token();
    expect(await here.published()).toContain(decodeProtectedHeader(idToken).kid);
    expect(await answerTo(client_id, idToken)).toBe('interaction');
    here.clock.advance(2 * hour + 5 * minute);
    expect(await here.published()).not.toContain(decodeProtectedHeader(idToken).kid);
    expect(await answerTo(client_id, idToken)).toBe('interaction');
    here.clock.advance(10 * day);
    expect(await answerTo(client_id, idToken)).toBe('interaction');
  });

  it('is refused when another client got it, when it is an access token, and when its signature is wrong', async () => {
    const { client_id, idToken } = await idTokenOf();
    const other = await idTokenOf({ ...publicClient, client_name: 'Another client' });
    expect(await answerTo(client_id, other.idToken)).toBe('invalid_request');
    expect(await answerTo(client_id, await here.token())).toBe('invalid_request');
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ sub: 'acc_somebody' })
      .setProtectedHeader({ alg: 'ES256', kid: decodeProtectedHeader(idToken).kid as string })
      .setIssuer(here.issuer)
      .setAudience(client_id)
      .setExpirationTime('1h')
      .sign(privateKey);
    expect(await answerTo(client_id, forged)).toBe('invalid_request');
  });

  it('asks who is signed in to sign in as the one who is meant, and tells the client when somebody else does', async () => {
    const { client_id, idToken } = await idTokenOf();
    const other = { login: 'bob@example.com', password: 'a password of Bob' };
    await here.instances[0]?.accounts.add(other);
    const browser = new Browser();
    const consent = pageOf(
      await browser.submit(pageOf(await browser.open(requestOf(client_id, ''))), '/sign-in', other),
    );
    expect(consent.html).toContain(other.login);
    const signIn = pageOf(await browser.open(requestOf(client_id, idToken)));
    expect(signIn.html).toContain('name="password"');
    const { sentTo } = await browser.submit(signIn, '/sign-in', other);
    expect(sentTo?.searchParams.get('error')).toBe('login_required');
    const again = pageOf(await browser.open(requestOf(client_id, idToken)));
    expect(pageOf(await browser.submit(again, '/sign-in', person)).html).toContain(person.login);
  });

  it.each([
    ['names somebody', JSON.stringify({ sub: 'acc_somebody' })],
    ['has claims that are none', 'null'],
    ['has no claims', ''],
  ])('that nobody signed says nothing after the sign-in, where it %s', async (_what, claims) => {
    const { client_id } = await idTokenOf();
    const header = JSON.stringify({ alg: 'none', kid: 'of no key' });
    const hint = `${[header, claims].map((part) => Buffer.from(part).toString('base64url')).join('.')}.`;
    const browser = new Browser();
    const signIn = pageOf(await browser.open(requestOf(client_id, hint)));
    const { page, sentTo } = await browser.submit(signIn, '/sign-in', person);
    expect([page?.status, sentTo]).toEqual([200, undefined]);
    expect(page?.html).toContain(person.login);
  });
});
