/** Redirects are told and never followed: neither credentials nor permissions were given for where they lead. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({ '/file': { get: { operationId: 'getFile' } } });

describe('an answer', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  async function answered(status: number, headers: Record<string, string>) {
    api.answer = (_request, response) => response.writeHead(status, headers).end();
    return openApiTools(document, { server: api.url }).call('getFile', {}, { principal: undefined });
  }

  it.each([
    [301, 'https://elsewhere.example/a', true],
    [302, '/b', true],
    [307, '/b', true],
    [308, '/b', true],
    [303, '/orders/5', undefined],
  ])('that is a redirect, %s to %s, is told and not followed', async (status, location, isError) => {
    const before = api.recorded.length;
    const answer = await answered(status, { location });
    expect(answer.isError).toBe(isError);
    expect(answer.content).toMatchObject([
      { text: expect.stringContaining(`points to ${location}, which is not followed`) },
    ]);
    expect(api.recorded.length).toBe(before + 1);
  });

  it('that is 304 says that nothing changed', async () => {
    const answer = await answered(304, {});
    expect(answer).toEqual({
      content: [{ type: 'text', text: 'The API answered 304 Not Modified: what you have is current.' }],
    });
  });
});
