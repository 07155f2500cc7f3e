/** `/errors/<code>`: pages that are the same for everybody, kept by caches, and never hold what a request said. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { knownHosts } from '@granthouse/host-profiles';
import { remediesByHost } from '../../../packages/authorization-server/src/refusals/remedies-by-host.ts';
import { openRefusals } from '../../../packages/authorization-server/src/refusals/table.ts';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { freePort } from '../../support/free-port.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';
import { elementsOf, visibleTextOf } from '../pages/parsed-html.ts';

describe.each(['', '/auth'])('at the path "%s"', (path) => {
  let server: RunningServer;
  beforeAll(async () => {
    const issuer = `http://localhost:${await freePort()}${path}`;
    server = await startAuthorizationServer('https://orders.example.com/mcp', { issuer });
  });
  afterAll(() => server.close());
  const get = (rest: string, init: RequestInit = {}) =>
    fetch(`${server.issuer}/errors/${rest}`, { headers: { accept: 'text/html' }, redirect: 'manual', ...init });

  it.each(openRefusals())('%s has a page for the person and for builders', async (code, refusal) => {
    const answer = await get(code);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const html = await answer.text();
    expect(elementsOf(html, 'script')).toEqual([]);
    expect(elementsOf(html, 'a').filter(({ href = '' }) => !/^(?:\/(?!\/)|mailto:)/.test(href))).toEqual([]);
    // What a person reads is free of the words of the protocol; what builders read is folded.
    const shown = visibleTextOf(html);
    expect(shown).toContain(refusal.title);
    expect(shown).not.toMatch(/\b(?:oauth|openid|clients?|scopes?|grants?|redirects?|resources?|uris?|tokens?)\b/i);
    for (const text of [code, refusal.error]) expect(html).toContain(`<code>${text}</code>`);
    expect(elementsOf(html, 'details')).toHaveLength(refusal.connectAgain ? 2 : 1);
  });

  it.each(openRefusals())('%s speaks of a reference only where its answers carry one', async (code, { inTheLog }) => {
    const html = await (await get(code)).text();
    expect(html.includes('was given a reference')).toBe(inTheLog === undefined);
    expect(html).toContain(inTheLog ?? 'In the log');
    const without = ['not_found', 'too_many_requests', 'host.foreign', 'method.foreign'];
    expect(inTheLog !== undefined).toBe(without.includes(code));
  });

  it('is kept by caches, and is not sent twice to whoever has it', async () => {
    const first = await get('invalid_grant');
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
    const etag = first.headers.get('etag') ?? '';
    const again = await get('invalid_grant', { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('invalid_grant', { method: 'HEAD' })).headers.get('etag')).toBe(etag);
  });

  it.each([
    'nothing',
    'code.replayed',
    'INVALID_GRANT',
    'invalid_grant/',
    '',
    '%3Cscript%3E',
    '..%2Fauthorize',
    '__proto__',
  ])('an unknown code %p is 404, and nothing of it comes back', async (code) => {
    const answer = await get(code);
    expect(answer.status).toBe(404);
    const html = await answer.text();
    expect(visibleTextOf(html)).toContain('This page does not exist');
    expect(html.includes(decodeURIComponent(code))).toBe(code === '');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('nothing that a request says changes a page', async () => {
    const plain = await (await get('access_denied')).text();
    const hostile = {
      accept: 'text/html',
      cookie: 'x=<b>',
      referer: 'https://evil.example/',
      'x-forwarded-host': 'evil',
    };
    expect(await (await get('access_denied?error_description=%3Cb%3Ehello', { headers: hostile })).text()).toBe(plain);
  });

  it('is read, never posted to', async () => {
    expect((await get('invalid_grant', { method: 'POST', body: 'x' })).status).toBe(404);
  });
});

describe('where to connect again, app by app', () => {
  it.each(remediesByHost)('$app is a host of whom there is a profile', ({ host }) => {
    expect(knownHosts.map(({ id }) => id)).toContain(host);
  });

  it.each(remediesByHost.map((remedy) => [remedy.app, remedy] as const))(
    '%s has a source and the day it was read',
    (_app, { source, read, steps }) => {
      expect(new URL(source).protocol).toBe('https:');
      expect(read).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(steps).toMatch(/\.$/);
    },
  );
});

describe('the page of an app that is not known', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startAuthorizationServer('https://orders.example.com/mcp');
  });
  afterAll(() => server.close());
  const shownFor = async (redirect_uri: string) => {
    const { url } = authorizationRequest(server.issuer, 'nobody', { redirect_uri });
    return (await fetch(url, { headers: { accept: 'text/html' } })).text();
  };

  it('HOST-16: tells the exact step of the host that its address names', async () => {
    const html = await shownFor('https://claude.ai/api/mcp/auth_callback');
    expect(visibleTextOf(html)).toContain('In Claude (web and desktop): Customize → Connectors');
    expect(html).not.toContain('Where that is in your app');
  });

  it.each(['http://127.0.0.1:7777/callback', 'https://claude.ai.evil.example/api/mcp/auth_callback', ''])(
    'tells those of every known host when %p names none',
    async (uri) => {
      const html = await shownFor(uri);
      expect(html).toContain('Where that is in your app');
      for (const { app } of remediesByHost) expect(html).toContain(`<dt>${app}</dt>`);
    },
  );
});
