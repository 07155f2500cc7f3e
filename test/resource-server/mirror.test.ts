/** The authorization server's metadata on the resource's origin while that server is away, slow, changed, or another one (MCP 2025-03-26). */
import { describe, expect, it } from '@jest/globals';
import { startGuardedServer } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startTestIssuer } from '../support/test-issuer.ts';

const clock = createTestClock();
const MIRROR = '/.well-known/oauth-authorization-server';
const OPENID_MIRROR = '/.well-known/openid-configuration';

describe('the mirror', () => {
  const away = { status: 503, headers: expect.objectContaining({ 'retry-after': '10' }) };

  it('answers 503 with Retry-After while the authorization server is away', async () => {
    const gone = await startTestIssuer(clock);
    const server = await startGuardedServer('node', { authorizationServers: [gone.issuer], now: clock.now });
    await gone.goAway();
    expect(await server.send(MIRROR)).toMatchObject(away);
    await server.close();
  });

  it('HOST-20, HOST-25: waits for the authorization server once, and then answers with the last good copy', async () => {
    const slow = await startTestIssuer(clock);
    const server = await startGuardedServer('node', { authorizationServers: [slow.issuer], now: clock.now });
    const first = await server.send(MIRROR);
    expect([first.status, slow.fetches.metadata]).toEqual([200, 1]);
    for (const answerNothing of [() => undefined, undefined]) {
      // Far older than what a token may be judged by.
      clock.advance(24 * 60 * 60_000);
      slow.answerWith(answerNothing);
      for (const form of [MIRROR, OPENID_MIRROR]) expect((await server.send(form)).text).toBe(first.text);
    }
    await Promise.all([server.close(), slow.goAway()]);
  });

  it('HOST-20: shows what has changed, to the one who asks after it was read', async () => {
    const changing = await startTestIssuer(clock);
    const server = await startGuardedServer('node', { authorizationServers: [changing.issuer], now: clock.now });
    const first = await server.send(MIRROR);
    changing.changeMetadata({ registration_endpoint: `${changing.issuer}/register` });
    clock.advance(11 * 60_000);
    await server.send(MIRROR);
    const token = await changing.mint(server.resource.resource);
    expect((await server.call(token)).status).toBe(200);
    const next = await server.send(MIRROR);
    expect(JSON.parse(next.text)).toHaveProperty('registration_endpoint');
    expect(next.headers['etag']).not.toBe(first.headers['etag']);
    await Promise.all([server.close(), changing.goAway()]);
  });

  it('CL-4: never passes on a document of another issuer', async () => {
    const wrong = await startTestIssuer(clock);
    wrong.changeMetadata({ issuer: 'https://other.example' });
    const server = await startGuardedServer('node', { authorizationServers: [wrong.issuer], now: clock.now });
    const answer = await server.send(MIRROR);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('other.example');
    await Promise.all([server.close(), wrong.goAway()]);
  });
});
