/** What a team holds at an authorization server: one client, each teammate's own tokens, and both taken back at the end. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections, NewConnection, Person } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { documents, startScriptedHouse, tokens, type ScriptedHouse } from '../../support/scripted-house.ts';
import { ada, bob, cy, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

let house: ScriptedHouse;
let connections: Connections;
let clock: TestClock;
let id: string;

beforeEach(async () => {
  clock = createTestClock();
  house = await startScriptedHouse();
  connections = await startConnections(memoryEngine({ now: clock.now }), { now: clock.now });
});
afterEach(async () => {
  await connections.close();
  await house.close();
});

async function add(own: Partial<Extract<NewConnection['authentication'], { kind: 'oauth' }>> = {}) {
  const authentication = { kind: 'oauth' as const, ...own };
  const url = house.endpoint.href;
  ({ id } = await connections.add(ada, { name: 'Desk', url, authentication, ownership: 'personal' }));
}

async function signIn(by: Person) {
  const { url, binding } = await connections.beginSignIn(by, id);
  const finished = await connections.finishSignIn(by, house.answerTo(url), binding);
  return { url, finished };
}

const times = (what: string) => house.asked.filter((each) => each.what === what).length;
const revoked = () => house.forms('/revoke').map((form) => form.get('token') ?? '');

describe('the client', () => {
  it('is registered once for everyone, with the redirect URI of the page', async () => {
    await add();
    await signIn(bob);
    await signIn(cy);
    expect(times('POST /register')).toBe(1);
    const { body } = house.asked.find(({ what }) => what === 'POST /register') ?? { body: '{}' };
    expect(JSON.parse(body)).toMatchObject({ redirect_uris: ['http://127.0.0.1:7798/connections/callback'] });
  });

  it('that the server has forgotten is registered anew, and the browser goes once more', async () => {
    await add();
    house.routes['POST /token'] = () => Response.json({ error: 'invalid_client' }, { status: 401 });
    const { finished } = await signIn(bob);
    if (finished.kind !== 'again') throw new Error('expected to go again');
    house.routes['POST /token'] = () => Response.json(tokens);
    const { url, binding } = finished.begun;
    expect(await connections.finishSignIn(bob, house.answerTo(url), binding)).toMatchObject({ kind: 'signed-in' });
    expect(times('POST /register')).toBe(2);
  });

  it('that a renewal finds forgotten is nobody’s any more', async () => {
    await add();
    await signIn(bob);
    house.routes['POST /token'] = () => Response.json({ error: 'invalid_client' }, { status: 401 });
    clock.advance(3_600_000);
    await connections.test(bob, id);
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'ended' } });
    house.routes['POST /token'] = () => Response.json(tokens);
    await signIn(cy);
    expect(times('POST /register')).toBe(2);
  });

  it('of one’s own is used as it was given, and never shown to another server that the resource names later', async () => {
    await add({ clientId: 'own', clientSecret: 'own secret', issuer: house.origin });
    const { url } = await signIn(bob);
    expect(url.searchParams.get('client_id')).toBe('own');
    expect(times('POST /register')).toBe(0);
    const thief = await startScriptedHouse();
    house.change(documents.resource, { authorization_servers: [thief.origin] });
    await expect(connections.beginSignIn(cy, id)).rejects.toMatchObject({ code: 'client_needed' });
    expect(thief.forms('/token')).toEqual([]);
    await connections.change(ada, id, {
      authentication: { kind: 'oauth', clientId: 'of the other', issuer: thief.origin },
    });
    const moved = await connections.beginSignIn(cy, id);
    expect(moved.url.origin).toBe(thief.origin);
    expect(moved.url.searchParams.get('client_id')).toBe('of the other');
    await thief.close();
  });

  it('of one’s own keeps its secret when the name alone is changed, and not when the client is', async () => {
    await add({ clientId: 'own', clientSecret: 'own secret', issuer: house.origin });
    await connections.change(ada, id, {
      name: 'Other name',
      authentication: { kind: 'oauth', clientId: 'own', issuer: house.origin },
    });
    await signIn(bob);
    await connections.change(ada, id, { authentication: { kind: 'oauth', clientId: 'next', issuer: house.origin } });
    await signIn(bob);
    // Each redeems a code, and renews once because nothing is good enough for this endpoint.
    const shown = house.asked.filter(({ what }) => what === 'POST /token');
    expect(shown.map(({ headers }) => headers.has('authorization'))).toEqual([true, true, false, false]);
  });
});

describe('taking back', () => {
  it.each([
    ['says yes', () => Response.json({}), true],
    ['says no', () => Response.json({ error: 'unsupported_token_type' }, { status: 400 }), false],
    ['stumbles', () => new Response('oops', { status: 500 }), false],
  ] as const)('forgets the tokens when the server %s, and tells which it was', async (_, answer, isRevoked) => {
    await add();
    await signIn(bob);
    house.routes['POST /revoke'] = answer;
    expect(await connections.disconnect(bob, id)).toEqual({ isRevoked });
    expect(revoked()).toContain('refresh');
    expect(await connections.ready(bob)).toEqual([]);
    expect(await connections.disconnect(bob, id)).toEqual({ isRevoked: false });
  });

  it('of a connection that is removed, or led elsewhere, is of everyone', async () => {
    house.routes['POST /token'] = ({ body }) =>
      Response.json({ ...tokens, refresh_token: new URLSearchParams(body).get('code') ?? undefined });
    await add();
    for (const by of [bob, cy]) {
      const { url, binding } = await connections.beginSignIn(by, id);
      await connections.finishSignIn(by, house.answerTo(url, { code: by.id }), binding);
    }
    await connections.change(ada, id, { url: `${house.origin}/mcp/other` });
    expect(new Set(revoked())).toEqual(new Set(['access', 'bob', 'cy']));
    expect(await connections.ready(bob)).toEqual([]);
    await connections.change(ada, id, { url: house.endpoint.href });
    await signIn(bob);
    const before = revoked().length;
    await connections.remove(ada, id);
    expect(revoked().length).toBeGreaterThan(before);
  });

  it('while the tokens are renewed takes back what the renewal brought', async () => {
    await add();
    await signIn(bob);
    let asked = () => {};
    let answer: (response: Response) => void = () => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    house.routes['POST /token'] = () => {
      asked();
      return new Promise<Response>((resolve) => (answer = resolve));
    };
    clock.advance(3_600_000);
    const renewed = connections.test(bob, id);
    await isAsked;
    house.routes['POST /token'] = () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    const disconnected = connections.disconnect(bob, id);
    answer(Response.json({ ...tokens, refresh_token: 'rotated' }));
    await Promise.all([renewed, disconnected]);
    expect(revoked()).toContain('rotated');
    expect(await connections.ready(bob)).toEqual([]);
    expect(await connections.find(bob, id)).toMatchObject({ state: { kind: 'credential-needed', why: 'first' } });
  });
});

describe('a call that needs more', () => {
  it('makes the next sign-in ask for it, beside what was asked for before', async () => {
    house.change(documents.resource, { scopes_supported: ['read'] });
    await add();
    const first = await signIn(bob);
    expect(first.url.searchParams.get('scope')).toBe('read');
    const challenge = 'Bearer error="insufficient_scope", scope="write"';
    house.routes['POST /mcp'] = ({ headers }) => {
      const isKnown = headers.has('authorization');
      const bearer = `Bearer resource_metadata="${house.origin}/.well-known/oauth-protected-resource/mcp"`;
      return new Response(null, {
        status: isKnown ? 403 : 401,
        headers: { 'www-authenticate': isKnown ? challenge : bearer },
      });
    };
    expect(await connections.test(bob, id)).toMatchObject({ state: { kind: 'connected', needed: ['write'] } });
    const { url } = await connections.beginSignIn(bob, id);
    expect(url.searchParams.get('scope')?.split(' ').toSorted()).toEqual(['read', 'write']);
  });
});
