/** What holds for every page, the ways that went wrong included: no frame around it, nothing from elsewhere, nothing kept (RFC 9700 §4.16, §4.2.4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StorageEngine, DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { person, type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { Browser, type Page } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

interface Visit {
  readonly issuer: string;
  readonly at: PersonAt;
}

const open = async (url: string, browser = new Browser()): Promise<Page> => pageOf(await browser.open(url));

/** Each way to a page, with the status that says it is that page. */
const pages: ReadonlyArray<readonly [string, number, (visit: Visit) => Promise<Page>]> = [
  ['home', 200, ({ issuer }) => open(issuer)],
  ['sign-in', 200, ({ at }) => at.signInPage(new Browser())],
  [
    'a wrong password',
    401,
    async ({ at }) => {
      const browser = new Browser();
      const signIn = await at.signInPage(browser);
      return pageOf(await browser.submit(signIn, '/sign-in', { ...person, password: 'wrong' }));
    },
  ],
  ['consent', 200, ({ at }) => at.consentPage(at.shared)],
  ['sign-out', 200, ({ issuer, at }) => open(`${issuer}/sign-out`, at.shared)],
  ['signed-out', 200, ({ issuer }) => open(`${issuer}/signed-out`)],
  ['a page that does not exist', 404, ({ issuer }) => open(`${issuer}/none`)],
  ['a page that does not exist, in depth', 404, ({ issuer }) => open(`${issuer}/authorize/one/two`)],
  ['an unknown app', 400, ({ at }) => open(at.request({ client_id: 'dcr_nobody' }).href)],
  ['an unregistered redirect URI', 400, ({ at }) => open(at.request({ redirect_uri: 'https://evil.example/' }).href)],
  ['a resumed request that has expired', 400, ({ issuer }) => open(`${issuer}/authorize/nothing-to-resume`)],
  ['an interaction that has expired', 410, ({ issuer }) => open(`${issuer}/interaction/nobody`)],
  [
    'a step that was taken',
    410,
    async ({ at }) => {
      const consent = await at.consentPage(at.shared);
      const cookie = at.shared.cookieHeader(new URL(consent.url));
      await at.shared.submit(consent, '/deny');
      return pageOf(await new Browser({ headers: { cookie } }).open(consent.url));
    },
  ],
  [
    'a form from another site',
    403,
    async ({ at }) => {
      const consent = await at.consentPage(at.shared);
      return pageOf(await at.shared.submit(consent, '/approve', { csrf: 'forged' }));
    },
  ],
  [
    'the page that hands the answer over to the app',
    200,
    async ({ at }) => {
      const consent = await at.consentPage(at.shared, { response_mode: 'form_post' });
      return pageOf(await at.shared.submit(consent, '/approve'));
    },
  ],
];

describe.each(['', '/auth'])('at the path "%s", the page of', (path) => {
  let server: RunningServer;
  let visit: Visit;
  beforeAll(async () => {
    const issuer = `http://localhost:${await freePort()}${path}`;
    server = await startAuthorizationServer('https://orders.example.com/mcp', { issuer });
    visit = { issuer, at: await personAt(issuer) };
  });
  afterAll(() => server.close());

  it.each(pages)(
    'OAUTH21-31, RFC9700-16, RFC9700-19: %s (%i) is framed by nobody and asks nobody else',
    async (_name, status, way) => {
      const page = await way(visit);
      expect(page.status).toBe(status);
      expectGuarded(page);
    },
  );

  it.each(['/', '/sign-out', '/signed-out', '/errors/not_found', '/none', '/authorize', '/interaction/nobody'])(
    '%s is there for HEAD as it is for GET',
    async (place) => {
      const asked = async (method: string) => {
        const headers = { accept: 'text/html' };
        const { status, headers: answered } = await fetch(`${visit.issuer}${place}`, { method, headers });
        return [status, answered.get('content-type'), answered.get('cache-control')];
      };
      expect(await asked('HEAD')).toEqual(await asked('GET'));
    },
  );

  it('RFC9700-19: a step (303) that leads to another page is kept by nobody', async () => {
    const { at, issuer } = visit;
    const consent = await at.consentPage(at.shared);
    const step = new URL(consent.forms[0]?.action ?? '', consent.url);
    const steps: ReadonlyArray<readonly [URL, RequestInit]> = [
      [step, {}],
      [step, { method: 'POST', body: new URLSearchParams(consent.forms[0]?.fields) }],
      [new URL(`${issuer}/authorize`), { method: 'POST', body: at.request().searchParams }],
    ];
    for (const [url, init] of steps) {
      const headers = { cookie: at.shared.cookieHeader(url) };
      const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([303, 'no-store']);
    }
  });
});

it('RFC9700-19: the page of a failure is framed by nobody', async () => {
  const opened: DocumentStore[] = [];
  const engine = memoryEngine();
  const storage: StorageEngine = {
    ...engine,
    async open(collections) {
      const store = await engine.open(collections);
      opened.push(store);
      return store;
    },
  };
  const server = await startAuthorizationServer('https://orders.example.com/mcp', { storage });
  const at = await personAt(server.issuer);
  const consent = await at.consentPage(at.shared);
  for (const store of opened) await store.close();
  const page = pageOf(await at.shared.submit(consent, '/approve'));
  expect(page.status).toBe(500);
  expectGuarded(page);
  await server.close();
});

function expectGuarded({ headers, html }: Page): void {
  const policy = headers.get('content-security-policy') ?? '';
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(policy).toMatch(/^default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).toMatch(/base-uri 'none'/);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toMatch(/^(?:same-origin|strict-origin)$/);
  expect(headers.get('cache-control')).toContain('no-store');
  expect(headers.get('access-control-allow-origin')).toBeNull();
  const loaded = [...html.matchAll(/<(?:link|img|script|iframe|a)\b[^>]*(?:href|src)="([^"]*)"/g)];
  expect(loaded.length).toBeGreaterThan(0);
  for (const [, target] of loaded) expect(target).toMatch(/^(?:\/(?![/\\])|mailto:)/);
}
