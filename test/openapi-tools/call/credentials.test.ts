/** What lets a request in: put last, for one origin, and never what came in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Credentials, openApiTools, type OpenApiToolsOptions } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const parameter = (place: string, name: string) => ({ in: place, name, schema: { type: 'string' } });
const document = documentOf({
  '/orders': {
    get: {
      operationId: 'listOrders',
      parameters: [
        parameter('header', 'X-Team'),
        parameter('query', 'team key'),
        parameter('query', 'q'),
        { in: 'query', name: 'filter', schema: { type: 'object' } },
        parameter('cookie', 'team'),
        parameter('cookie', 'other'),
      ],
    },
  },
});
const inbound = 'inbound-token-of-the-caller';

describe('credentials', () => {
  let api: RecordingApi;
  let other: RecordingApi;
  beforeAll(async () => {
    [api, other] = await Promise.all([startRecordingApi(), startRecordingApi()]);
  });
  afterAll(async () => Promise.all([api.close(), other.close()]));
  beforeEach(() => {
    api.recorded.length = 0;
    other.recorded.length = 0;
  });

  async function call(
    options: OpenApiToolsOptions<unknown>,
    args: object = {},
    caller: { principal?: unknown; inboundToken?: string } = {},
  ) {
    const warned: unknown[] = [];
    const log = { warn: (...all: unknown[]) => void warned.push(all) };
    const tools = openApiTools(document, { server: api.url, log, ...options });
    const result = await tools.call('listOrders', args, { principal: undefined, ...caller });
    return { ...result, warned, text: JSON.stringify(result.content) };
  }

  it('are put last, so that no argument stands beside them or in their place', async () => {
    const credentials = () => ({
      headers: { 'x-team': 'ours', authorization: 'Bearer key' },
      query: { 'team key': 'o/u rs' },
      cookies: { team: 'ours' },
    });
    await call({ credentials }, { X_Team: 'theirs', team_key: 'theirs', q: 'a b', team: 'theirs', other: 'kept' });
    const [{ url, headers, rawHeaders } = { url: '', headers: {}, rawHeaders: [] }] = api.recorded;
    expect(headers).toMatchObject({ 'x-team': 'ours', authorization: 'Bearer key' });
    expect(new URL(url, api.url).searchParams.getAll('team key')).toEqual(['o/u rs']);
    expect(url).toContain('q=a%20b');
    expect(headers.cookie?.split('; ').toSorted()).toEqual(['other=kept', 'team=ours']);
    expect(rawHeaders.join(' ')).not.toContain('theirs');
    expect(url).not.toContain('theirs');
  });

  it.each(['API key', 'api_key', 'api.key', 'api key[]', ' api key', 'api key[0]'])(
    'stand beside no member of an object that servers take for the same: %j',
    async (name) => {
      const credentials = () => ({ query: { 'api key': 'ours' } });
      await call({ credentials }, { filter: { [name]: 'theirs', other: 'kept' } });
      expect(api.recorded[0]?.url).toBe('/orders?other=kept&api%20key=ours');
    },
  );

  it.each([
    ['undefined', undefined],
    ['null', null as never],
    ['an empty object', {}],
  ])('may be %s', async (_title, given) => {
    expect((await call({ credentials: () => given })).isError).toBeUndefined();
    expect(api.recorded[0]?.headers.authorization).toBeUndefined();
  });

  it.each<[string, Credentials]>([
    ['a line break', { headers: { authorization: 'Bearer topsecret\r\nhost: evil' } }],
    ['a name that is none', { headers: { 'a b': 'topsecret' } }],
    ['what is no text', { headers: { authorization: ['topsecret'] as never } }],
    ['the connection’s own', { headers: { Host: 'topsecret.example' } }],
    ['another length', { headers: { 'Content-Length': '3' } }],
    ['a cookie that breaks out', { cookies: { a: 'topsecret; b=c' } }],
    ['Headers, which have no members', { headers: new Headers({ authorization: 'topsecret' }) as never }],
    ['Headers in the place of all', new Headers({ authorization: 'topsecret' }) as never],
    ['a map in the place of all', new Map([['headers', { authorization: 'topsecret' }]]) as never],
    ['a header where headers belong', { authorization: 'topsecret' } as never],
    ['nothing but themselves', 'topsecret' as never],
    ['no text in the query', { query: { key: 7 as never } }],
  ])('that hold %s are our fault, told without their value', async (_title, given) => {
    const { isError, text, warned } = await call({ credentials: () => given });
    expect(isError).toBe(true);
    expect(text).toContain('the fault is its own');
    expect(text + String(warned) + JSON.stringify(warned)).not.toContain('topsecret');
    expect(warned).toMatchObject([[{ err: expect.any(Error) }, 'credentials failed']]);
    expect(api.recorded).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('exchange of topsecret failed');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('exchange of topsecret failed'))],
    ['rejects with what is no error', async () => Promise.reject('topsecret')],
  ])('of a function that %s are told to the log without its words', async (_title, credentials) => {
    const { isError, text, warned } = await call({ credentials });
    expect(isError).toBe(true);
    const [[details]] = warned as [[{ err: Error; id: string }]];
    expect(text).toContain(details.id);
    expect(details.err.message).toMatch(/^Error, whose words stay out of the log/u);
    expect(text + String(details.err.stack) + details.err.message).not.toContain('topsecret');
    expect(api.recorded).toEqual([]);
  });

  describe('of a document with two origins', () => {
    const twoOrigins = () =>
      documentOf({
        '/orders': { get: { operationId: 'listOrders', servers: [{ url: api.url }] } },
        '/files': { get: { operationId: 'listFiles', servers: [{ url: `${other.url}/v2` }] } },
      });

    // https://github.com/awslabs/mcp/pull/3695
    it('are given for each, or the start is refused', () => {
      expect(() => openApiTools(twoOrigins(), { credentials: () => ({}) })).toThrow(
        /credentials: found one function for 2 origins/u,
      );
      expect(() => openApiTools(twoOrigins(), { credentials: () => ({}), server: api.url })).not.toThrow();
      expect(() => openApiTools(twoOrigins(), {})).not.toThrow();
    });

    it('go to their own origin alone', async () => {
      const { call: callTool } = openApiTools(twoOrigins(), {
        credentials: { [api.url]: () => ({ headers: { authorization: 'Bearer ours' } }) },
      });
      await callTool('listOrders', {}, { principal: undefined });
      await callTool('listFiles', {}, { principal: undefined });
      expect(api.recorded[0]?.headers.authorization).toBe('Bearer ours');
      expect(other.recorded[0]?.rawHeaders.join(' ')).not.toContain('ours');
    });
  });

  it('follow no redirect', async () => {
    api.answer = (_request, response) => response.writeHead(302, { location: `${other.url}/steal` }).end();
    await call({ credentials: () => ({ headers: { authorization: 'Bearer ours' } }) });
    api.answer = (_request, response) => void response.end('{}');
    expect(api.recorded).toHaveLength(1);
    expect(other.recorded).toEqual([]);
  });

  // https://github.com/higress-group/higress/issues/2784, https://github.com/samanhappy/mcphub/issues/272
  it.each<[string, unknown, Credentials]>([
    ['as it is', undefined, { headers: { authorization: `Bearer ${inbound}` } }],
    ['in Base64', undefined, { headers: { authorization: `Basic ${Buffer.from(`x:${inbound}`).toString('base64')}` } }],
    ['in the query', undefined, { query: { access_token: inbound } }],
    ['in a cookie', undefined, { cookies: { session: inbound } }],
    ['out of a principal', { token: 'another-inbound-token' }, { headers: { 'x-key': 'another-inbound-token' } }],
    [
      'out of deep in a principal',
      { auth: { accessToken: 'another-inbound-token' } },
      { headers: { 'x-key': 'another-inbound-token' } },
    ],
  ])('never are the token that came in, %s', async (_title, principal, given) => {
    // A principal is looked at where nobody says what came in; elsewhere it may hold a token of the API.
    const caller = principal === undefined ? { principal, inboundToken: inbound } : { principal };
    const { isError, warned } = await call({ credentials: () => given }, {}, caller);
    expect(isError).toBe(true);
    expect(String((warned as [[{ err: Error }]])[0][0].err)).toContain('Exchange it for a token of the API');
    expect(JSON.stringify([...api.recorded, ...other.recorded, warned])).not.toContain('inbound-token');
  });

  it('may be a token of the API that a principal holds beside the one that came in', async () => {
    const principal = { token: 'a-token-of-the-api' };
    const credentials = () => ({ headers: { authorization: 'Bearer a-token-of-the-api' } });
    expect((await call({ credentials }, {}, { principal, inboundToken: inbound })).isError).toBeUndefined();
  });

  it('never come from an argument that repeats it', async () => {
    expect((await call({}, { q: inbound }, { inboundToken: inbound })).isError).toBe(true);
    expect(api.recorded).toEqual([]);
  });
});
