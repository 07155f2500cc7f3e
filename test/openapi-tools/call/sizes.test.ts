/** Answers that are larger than anybody wants: read up to the cap, and told. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({
  '/orders': {
    get: {
      operationId: 'listOrders',
      parameters: [
        { in: 'query', name: 'page_size', schema: { type: 'integer' } },
        { in: 'query', name: 'q', schema: { type: 'string' } },
      ],
    },
  },
});
const maxAnswerBytes = 1000;

describe('an answer beyond the cap', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  async function answered(headers: Record<string, string>, body: Buffer | string, status = 200) {
    api.answer = (_request, response) => response.writeHead(status, headers).end(body);
    return call();
  }
  const call = async () =>
    openApiTools(document, { server: api.url, maxAnswerBytes }).call('listOrders', {}, { principal: undefined });

  it('is cut, with how to ask for less, and not structured', async () => {
    const answer = await answered({ 'content-type': 'application/json' }, JSON.stringify({ a: 'x'.repeat(2000) }));
    expect(answer).toEqual({
      content: [
        { type: 'text', text: `{"a":"${'x'.repeat(994)}` },
        {
          type: 'text',
          text: '[Cut here: the answer is longer than 1000 bytes, and the rest was not read. Ask for less by page_size.]',
        },
      ],
    });
  });

  it('is cut between two characters', async () => {
    const { content } = await answered({ 'content-type': 'text/plain' }, `a${'ü'.repeat(2000)}`);
    expect(content[0]).toEqual({ type: 'text', text: `a${'ü'.repeat(499)}` });
  });

  it('of other bytes is an error, since half a picture is none', async () => {
    const answer = await answered({ 'content-type': 'image/png' }, Buffer.alloc(2000));
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('image/png of more than 1000 bytes') }],
    });
  });

  it('that is an error is cut and stays one', async () => {
    const answer = await answered({ 'content-type': 'application/json' }, JSON.stringify({ a: 'x'.repeat(2000) }), 500);
    expect(answer).toMatchObject({ isError: true, structuredContent: { status: 500 } });
    expect(answer.content).toMatchObject([{ text: expect.stringMatching(/x\n\[Cut here/u) }]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('counts what it is after %s', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024, 'x'));
    const before = process.memoryUsage().arrayBuffers;
    const { content } = await answered({ 'content-type': 'text/plain', 'content-encoding': encoding }, bomb);
    expect(content[0]).toEqual({ type: 'text', text: 'x'.repeat(1000) });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('of exactly the cap is whole', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(maxAnswerBytes - 8) });
    expect(body).toHaveLength(maxAnswerBytes);
    expect(await answered({ 'content-type': 'application/json' }, body)).toMatchObject({ structuredContent: {} });
  });

  it('that never ends is left, and its connection with it', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    api.answer = (_request, response) => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-type': 'text/plain' });
      pour(response);
    };
    expect((await call()).content).toHaveLength(2);
    await closed;
  });
});

function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write('x'.repeat(10_000)));
  if (!response.destroyed) response.once('drain', () => pour(response));
}
