/** A key that was shown to a server does not come back from it: whoever reads an answer would have the key (CL-15). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { apiKey, connect, type Credential, guardedFetch, ownHeaders } from '@granthouse/client';
import { event, eventStream, identity, type Script, scriptedServer } from './scripted-server.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());

const key = 'sk-live/4+9"c\\2e=7';
const ofKey = apiKey(key);
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function connected(script: Script, credential: Credential = ofKey) {
  const { url } = await scriptedServer(script);
  return connect(url, { credential, fetch: network.fetch });
}

const dotted = 'sk&live+4711/<abc>=';
/** System.Text.Json escapes what HTML or UTF-7 could read otherwise; encoding/json the first three of it. */
const escapedIn = (text: string) =>
  text.replaceAll(/[&<>+]/g, (each) => String.raw`\u00${each.charCodeAt(0).toString(16).toUpperCase()}`);
const entities = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const saying = (text: string): Script => ({ 'tools/call': () => ({ content: [{ type: 'text', text }] }) });

async function said(text: string, credential?: Credential): Promise<string> {
  const { call } = await connected(saying(text), credential);
  const [content] = (await call('ping', {})).content;
  return String(content?.['text']);
}

const pair = 'ada:open-sesame-7';
const basic = apiKey(`Basic ${base64(pair)}`);

describe('what a server was shown', () => {
  it.each<[string, string, string, Credential]>([
    ['as it is', `Bearer ${key}`, key, ofKey],
    ['in JSON', JSON.stringify({ authorization: `Bearer ${key}` }), JSON.stringify(key).slice(1, -1), ofKey],
    ['in JSON of PHP', JSON.stringify(key).replaceAll('/', '\\/'), JSON.stringify(key).replaceAll('/', '\\/'), ofKey],
    ['in JSON of Go and of .NET', String.raw`{"k":"${escapedIn(dotted)}"}`, escapedIn(dotted), apiKey(dotted)],
    ['in a page', `<b>${entities(dotted)}</b>`, entities(dotted), apiKey(dotted)],
    [
      'behind a scheme in a header of its own',
      '{"token":"sk-live-4711-abc"}',
      'sk-live-4711-abc',
      ownHeaders({ 'X-Api-Key': 'Bearer sk-live-4711-abc' }),
    ],
    ['in an address', `https://x.example/?key=${encodeURIComponent(key)}`, encodeURIComponent(key), ofKey],
    ['in a form', new URLSearchParams({ key }).toString(), new URLSearchParams({ key }).toString().slice(4), ofKey],
    [
      'in an address, in small letters',
      encodeURIComponent(key).toLowerCase(),
      encodeURIComponent(key).toLowerCase(),
      ofKey,
    ],
    ['in Base64', base64(key), base64(key).slice(0, 18), ofKey],
    ['in Base64 behind one other byte', base64(`:${key}`), base64(`:${key}`).slice(2, 18), ofKey],
    [
      'in Base64 of its header',
      base64(`authorization: Bearer ${key}\n`),
      base64(`authorization: Bearer ${key}`).slice(32, 54),
      ofKey,
    ],
    ['in Base64 for addresses', Buffer.from(`~~~${key}?>~`).toString('base64url'), 'c2stbGl2ZS80KzkiY1', ofKey],
    ['as a user and a password', pair, 'open-sesame-7', basic],
    ['as a user and a password in Base64', base64(pair), base64(pair), basic],
    ['as a password', 'open-sesame-7', 'open-sesame-7', basic],
    [
      'in a header of its own',
      'X-Api-Key: open-sesame-7',
      'open-sesame-7',
      ownHeaders({ 'X-Api-Key': 'open-sesame-7' }),
    ],
  ])('CL-15: does not come back %s', async (_title, text, secret, credential) => {
    expect(text).toContain(secret);
    const told = await said(text, credential);
    expect(told).not.toContain(secret);
    expect(told).toContain('[secret]');
  });

  it('CL-15: comes back in no part of a result, and leaves the rest as it was', async () => {
    const blob = base64(`authorization: Bearer ${key}`);
    const result = {
      content: [
        { type: 'text', text: 'all is well', _meta: { seen: key } },
        { type: 'resource_link', uri: `https://x.example/?key=${encodeURIComponent(key)}`, name: key },
        { type: 'resource', resource: { uri: 'x:1', mimeType: 'text/plain', blob } },
        { type: 'image', mimeType: 'image/png', data: blob },
      ],
      structuredContent: { [key]: [{ deep: key }], rows: [1, 2.5, null, true] },
      isError: true,
    };
    const { call } = await connected({ 'tools/call': () => result });
    expect(await call('ping', {})).toEqual({
      content: [
        { type: 'text', text: 'all is well', _meta: { seen: '[secret]' } },
        { type: 'resource_link', uri: 'https://x.example/?key=[secret]', name: '[secret]' },
        { type: 'resource', resource: { uri: 'x:1', mimeType: 'text/plain', blob: base64('[secret]') } },
        { type: 'image', mimeType: 'image/png', data: base64('[secret]') },
      ],
      structuredContent: { '[secret]': [{ deep: '[secret]' }], rows: [1, 2.5, null, true] },
      isError: true,
    });
  });

  it('CL-15: comes back in no list of tools, no progress, no error and no name', async () => {
    const told: unknown[] = [];
    const { tools, call, server } = await connected({
      initialize: () => ({ ...identity.initialize(), serverInfo: { name: key, title: key, version: key } }),
      'tools/list': () => ({
        tools: [
          { name: 'ping', description: key, inputSchema: { type: 'object', properties: { [key]: { const: key } } } },
        ],
      }),
      'tools/call'({ id, params, response }) {
        const { progressToken } = params['_meta'] as { progressToken: number };
        const progress = { progressToken, progress: 1, message: key };
        const error = { code: -32_000, message: base64(key) };
        eventStream(response).end(event({ method: 'notifications/progress', params: progress }) + event({ id, error }));
      },
    });
    const error = await call('ping', {}, { onProgress: (progress) => void told.push(progress) }).catch(
      (each: unknown) => (each as Error).message,
    );
    expect(told).toEqual([{ progress: 1, message: '[secret]' }]);
    const all = JSON.stringify([await tools(), told, error, server]);
    for (const form of [JSON.stringify(key).slice(1, -1), base64(key).slice(0, 18)]) expect(all).not.toContain(form);
  });

  it.each([
    ['is too short', apiKey('test'), 'a test of testing, Bearer tests'],
    ['is one word', apiKey('password'), 'your password, please'],
    ['is the address of a person', ownHeaders({ 'X-User': 'ada@example.com' }), 'mail to ada@example.com'],
    ['is some words', ownHeaders({ 'X-MCP-Toolsets': 'pull_requests' }), 'list_pull_requests'],
    ['is a list of words', ownHeaders({ 'X-MCP-Toolsets': 'issues, code_security' }), 'issues, code_security'],
    ['is a date', ownHeaders({ 'X-Api-Version': '2026-07-28' }), 'due on 2026-07-28'],
    ['is a region', ownHeaders({ 'X-Region': 'eu-central-1' }), 'it runs in eu-central-1'],
    ['is a short name', ownHeaders({ 'X-Tenant': 'north' }), 'north of here'],
  ])('leaves what people write as it is, where it %s', async (_title, credential, text) => {
    expect(await said(text, credential)).toContain(text);
  });
});
