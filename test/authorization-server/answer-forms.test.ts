/** How an answer travels back: by query or form, with state as it came and iss always, behind whatever query the redirect URI has (RFC 6749 §4.1.2, RFC 9207). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { authorizationRequest, callback, publicClient, register } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';

let server: RunningServer;
let visit: PersonAt;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
  visit = await personAt(server.issuer);
});

afterAll(() => server.close());

type Overrides = Record<string, string | undefined>;
type Answer = Readonly<Record<string, string>>;

/** What the client gets to read, and where it is sent. */
interface Answered {
  readonly at: string;
  readonly fields: Answer;
}

function inQuery(location: string): Answered {
  const url = new URL(location);
  return { at: `${url.origin}${url.pathname}`, fields: Object.fromEntries(url.searchParams) };
}

/** After the person has decided. */
async function decided(decision: 'approve' | 'deny', overrides: Overrides): Promise<Answered> {
  const consent = await visit.consentPage(visit.shared, overrides);
  const arrival = await visit.shared.submit(consent, `/${decision}`);
  if (overrides['response_mode'] !== 'form_post') return inQuery(sentTo(arrival).href);
  const [form] = pageOf(arrival).forms;
  return { at: form?.action ?? '', fields: form?.fields ?? {} };
}

/** At once, without a person. */
async function refused(overrides: Overrides): Promise<Answered> {
  const response = await fetch(visit.request(overrides), { redirect: 'manual' });
  expect(response.status).toBe(303);
  return inQuery(response.headers.get('location') ?? '');
}

/** In what a browser reads of an attribute, and sends of a form. */
const states: readonly (readonly [string, string])[] = [
  ['of one letter', 's'],
  ['of 8 KB', 'abcdefgh'.repeat(1024)],
  ['as VS Code sends it', 'AAAA+/BBBB+/=='],
  ['with what a query separates by', 'a=b&c=d;e?f#g'],
  ['with percent signs', '%20%2B%%zz%'],
  ['with encoded control characters', '%00%0D%0ALocation:%20https://evil.example'],
  ['with spaces around', '  x  '],
  ['with quotes and markup', `"'><script>alert(1)</script>`],
  ['with letters of all kinds', 'Ærøskøbing 東京 🚀 e\u0301 \u202E\uFEFF'],
  ['that looks like JSON', JSON.stringify({ a: ['b', null], c: 'd\\n' })],
  ['that looks like an answer', 'code=x&iss=https://evil.example&error=access_denied'],
  ['that is a number', '007'],
];

describe('state', () => {
  it.each(states)('HOST-24, RFC9700-23: %s comes back as it was sent, by either mode', async (_what, state) => {
    for (const response_mode of [undefined, 'form_post']) {
      for (const decision of ['approve', 'deny'] as const) {
        const { fields } = await decided(decision, { state, response_mode });
        expect(fields).toMatchObject({ state, iss: server.issuer });
      }
    }
    expect((await refused({ state, prompt: 'please' })).fields).toMatchObject({ state, error: 'invalid_request' });
  });

  it('HOST-24: is absent where none was sent', async () => {
    for (const state of [undefined, '']) {
      expect((await decided('approve', { state })).fields).not.toHaveProperty('state');
      expect((await refused({ state, prompt: 'please' })).fields).not.toHaveProperty('state');
    }
  });

  it.each([
    ['NUL', 'a\0b'],
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['DEL', 'a\u007Fb'],
    ['a C1 control', 'a\u0085b'],
    ['a replacement character', 'a\uFFFDb'],
  ])('RFC6749-4: with %s is refused, because no form would carry it', async (_what, state) => {
    expect((await refused({ state })).fields).toMatchObject({ error: 'invalid_request', iss: server.issuer });
  });

  it.each(['%FF', '%C3%28', '%ED%A0%80', '%F0%9F'])(
    'HOST-24: that is no UTF-8 is refused and not returned as another: %s',
    async (bytes) => {
      const url = visit.request({ state: undefined });
      const response = await fetch(`${url.href}&state=${bytes}`, { redirect: 'manual' });
      expect(inQuery(response.headers.get('location') ?? '').fields['error']).toBe('invalid_request');
    },
  );

  it('longer than a request may be, costs the server nothing', async () => {
    const response = await fetch(visit.request({ state: 's'.repeat(20_000) }), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([431, null]);
  });
});

describe('response_mode', () => {
  it.each([[undefined], [''], ['query'], ['form_post']])(
    'AS-5, HOST-12, RFC9207-1: %j is served, with iss whatever the answer',
    async (response_mode) => {
      const approved = await decided('approve', { response_mode });
      expect(approved.at).toBe(callback);
      expect(Object.keys(approved.fields).toSorted()).toEqual(['code', 'iss', 'state']);
      const denied = await decided('deny', { response_mode });
      expect(denied.at).toBe(callback);
      expect(denied.fields).toMatchObject({ error: 'access_denied', iss: server.issuer });
      expect(denied.fields).not.toHaveProperty('code');
    },
  );

  it.each([
    'fragment',
    'jwt',
    'query.jwt',
    'form_post.jwt',
    'web_message',
    'okta_post_message',
    'QUERY',
    'constructor',
  ])('RFC9700-7: %s is not offered: the client is told so by the query', async (response_mode) => {
    const { at, fields } = await refused({ response_mode, state: 'x+/=' });
    expect(at).toBe(callback);
    expect(fields).toMatchObject({ error: 'unsupported_response_mode', state: 'x+/=', iss: server.issuer });
  });

  it('AS-5, RFC9207-1: form_post carries refusals, too', async () => {
    const response = await fetch(visit.request({ response_mode: 'form_post', prompt: 'please' }), {
      redirect: 'manual',
    });
    const html = await response.text();
    for (const value of ['invalid_request', server.issuer]) expect(html).toContain(`value="${value}"`);
    expect(html).toContain(`action="${callback}"`);
  });
});

describe('a query of the redirect URI', () => {
  it.each([
    ['http://localhost:3000/?state=abc', '?state=abc', undefined],
    ['http://localhost:3000/?state=abc', '?', 'abc'],
    ['http://127.0.0.1:3000/cb?tenant=7', '?tenant=7&', 's'],
    ['https://app.example/cb?tenant=a%20b', '?tenant=a%20b&', 's'],
    ['https://app.example/cb?tenant=a+b&tenant=c', '?tenant=a+b&tenant=c&', 's'],
    ['https://app.example/cb?flag', '?flag&', 's'],
    ['https://app.example/cb?flag=&~x=!()', '?flag=&~x=!()&', 's'],
    ['https://app.example/cb?next=/a?b', '?next=/a?b&', 's'],
    ['https://app.example/cb?', '?', 's'],
    ['https://app.example/cb?state=old&iss=old&x=1', '?x=1&', 's'],
    ['https://app.example/cb?i%73s=old&x=1', '?x=1&', 's'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', '?', 's'],
  ])('OAUTH21-7, HOST-24: of %s stays letter for letter', async (redirect_uri, kept, state) => {
    const { client_id } = await register(server.issuer, { ...publicClient, redirect_uris: [redirect_uri] });
    for (const decision of ['approve', 'deny']) {
      const { url } = authorizationRequest(server.issuer, client_id, { redirect_uri, state });
      const arrival = await visit.shared.open(url);
      const page = pageOf(arrival);
      const { href, searchParams } = sentTo(await visit.shared.submit(page, `/${decision}`));
      const [address] = redirect_uri.split('?');
      expect(href.startsWith(`${address}${kept}`)).toBe(true);
      const names = ['code', 'state', 'iss', 'error'].map((name) => searchParams.getAll(name).length);
      expect(names).toEqual(decision === 'approve' ? [1, 1, 1, 0] : [0, 1, 1, 1]);
      expect(searchParams.get('state')).toBe(state ?? 'abc');
    }
  });
});
