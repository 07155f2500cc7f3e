/** The API says no: its status, its own words, and when to call again. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools, type CallResult } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({ '/orders': { get: { operationId: 'listOrders' }, post: { operationId: 'placeOrder' } } });
const date = 'Tue, 03 Nov 2026 10:00:00 GMT';

describe('an error of the API', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  async function answered(
    status: number,
    headers: Record<string, string> = {},
    body: Buffer | string = '',
    name = 'listOrders',
  ): Promise<CallResult & { text: string }> {
    api.answer = (_request, response) => response.writeHead(status, headers).end(body);
    const result = await openApiTools(document, { server: api.url }).call(name, {}, { principal: undefined });
    const [first] = result.content;
    return { ...result, text: first?.type === 'text' ? first.text : '' };
  }

  it('keeps its status and its envelope whole, as text and structured', async () => {
    const envelope = '{"error":{"code":"sku_unknown","fields":["sku"]}}';
    expect(await answered(422, { 'content-type': 'application/problem+json' }, envelope)).toMatchObject({
      isError: true,
      text: `The API answered 422 Unprocessable Entity.\n${envelope}`,
      structuredContent: { status: 422, body: JSON.parse(envelope) as unknown },
    });
  });

  it.each([
    [
      'a page',
      'text/html',
      '<h1>Bad gateway</h1>',
      'The API answered 502 Bad Gateway. The fault is its own: try again later.\n<h1>Bad gateway</h1>',
    ],
    ['nothing', 'text/html', '', 'The API answered 502 Bad Gateway. The fault is its own: try again later.'],
    [
      'bytes',
      'image/png',
      Buffer.from([137, 0, 1]),
      'The API answered 502 Bad Gateway. The fault is its own: try again later.\n(3 bytes that are no text)',
    ],
  ])('is one also when it is %s', async (_title, type, body, text) => {
    expect(await answered(502, { 'content-type': type }, body)).toMatchObject({
      isError: true,
      text,
      structuredContent: { status: 502 },
    });
  });

  // https://github.com/agentmail-to/agentmail-mcp/pull/57
  it.each([
    [429, { 'retry-after': '17' }, 17],
    [503, { 'retry-after': '17' }, 17],
    [503, { 'retry-after': '0' }, 0],
    [429, { 'retry-after': 'Tue, 03 Nov 2026 10:00:30 GMT', date }, 30],
    [429, { 'retry-after': 'Tue, 03 Nov 2026 09:00:30 GMT', date }, 0],
    [429, { 'retry-after': '99999999' }, 86_400],
    [429, { ratelimit: '"default";r=0;t=12' }, 12],
    [429, { 'ratelimit-reset': '8' }, 8],
    [429, { 'x-ratelimit-reset': String(Date.parse(date) / 1000 + 9), date }, 9],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }, 5],
  ])('of %s with %j tells at once in how many seconds to call again', async (status, headers, seconds) => {
    const before = api.recorded.length;
    const { text, structuredContent, refusal } = await answered(status, headers);
    expect(structuredContent).toEqual({ status, retry_after_seconds: seconds });
    expect(text).toContain(`Call again in ${seconds} seconds, not before.`);
    expect(refusal).toBeUndefined();
    expect(api.recorded.length).toBe(before + 1);
  });

  it.each([
    [429, { 'retry-after': 'soon' }],
    [429, { 'retry-after': '-5' }],
    [429, { 'retry-after': '1e9' }],
    [500, { 'x-ratelimit-reset': '7' }],
    [429, {}],
  ])('of %s with %j says nothing of seconds', async (status, headers) => {
    expect((await answered(status, headers as Record<string, string>)).structuredContent).toEqual({ status });
  });

  it('of its own says whether to repeat what may have been done', async () => {
    expect((await answered(500)).text).toContain('try again later');
    expect((await answered(500, {}, '', 'placeOrder')).text).toContain('look before you call again');
  });

  it.each(['listOrders', 'placeOrder'])('is the only answer to %s: nothing is sent again', async (name) => {
    const before = api.recorded.length;
    await answered(503, {}, '', name);
    expect(api.recorded.length).toBe(before + 1);
  });
});
