/** What lets requests in is never handed to an agent, also where the API repeats the request. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({ '/orders': { get: { operationId: 'listOrders' } } });
const team = '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11';

describe('a credential', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  const credentials = () => ({
    headers: { authorization: 'Bearer topsecret-one', 'x-team': team },
    query: { key: 'topsecret/two' },
    cookies: { session: 'topsecret-three' },
  });
  const call = async () =>
    openApiTools(document, { server: api.url, credentials }).call('listOrders', {}, { principal: undefined });

  it('is taken out of an error that repeats the request, and nothing else is', async () => {
    api.answer = ({ headers, url }, response) => {
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ url, headers }));
    };
    const result = await call();
    expect(api.recorded.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer topsecret-one',
      cookie: 'session=topsecret-three',
    });
    expect(JSON.stringify(result)).not.toContain('topsecret');
    expect(result.structuredContent).toMatchObject({
      body: {
        url: '/orders?key=[hidden]',
        headers: { authorization: 'Bearer [hidden]', cookie: 'session=[hidden]', 'x-team': team },
      },
    });
  });

  it.each(['application/json', 'application/problem+json', ''])(
    'is taken out where JSON escapes it, of the type %j',
    async (type) => {
      const said = String.raw`{"a":"Bearer topsecret\u002Done","b":["topsecret\/two"],"c":"kept"}`;
      api.answer = (_request, response) => response.writeHead(500, type ? { 'content-type': type } : {}).end(said);
      const result = await call();
      const read = JSON.stringify(result)
        .replaceAll(/\\+u002D/gu, '-')
        .replaceAll(/\\+\//gu, '/');
      expect(read).toContain('kept');
      expect(read).not.toContain('topsecret');
    },
  );

  it.each([302, 201])('is taken out of the address that a %s leads to', async (status) => {
    api.answer = ({ url }, response) => response.writeHead(status, { location: `/v2${url}` }).end();
    const { content } = await call();
    expect(content).toMatchObject([{ text: expect.stringContaining('/v2/orders?key=[hidden]') }]);
  });
});
