/** The API's own 401 and 403, typed for whoever stands in front. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTools, UpstreamRefusal } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({ '/orders': { get: { operationId: 'listOrders' } } });

describe('the refusal of the API', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  async function refused(status: number, challenge?: string) {
    api.answer = (_request, response) => {
      if (challenge !== undefined) response.setHeader('www-authenticate', challenge);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"no"}');
    };
    return openApiTools(document, { server: api.url }).call('listOrders', {}, { principal: undefined });
  }

  // https://github.com/ProfessionalWiki/MediaWiki-MCP-Server/issues/443
  it.each([
    [401, undefined, [], undefined],
    [401, 'Bearer error="invalid_token", error_description="scope=\\"x\\""', [], 'invalid_token'],
    [
      403,
      'Bearer error="insufficient_scope", scope="orders:read orders:write"',
      ['orders:read', 'orders:write'],
      'insufficient_scope',
    ],
    [403, 'Bearer realm="scope", scope=orders:read, error="<b>"', ['orders:read'], undefined],
    [403, 'Bearer scope="fine ü"', ['fine'], undefined],
  ])('is typed when it is %s with the challenge %s', async (status, challenge, scopes, code) => {
    const { isError, refusal } = await refused(status, challenge);
    expect(isError).toBe(true);
    expect(refusal).toBeInstanceOf(UpstreamRefusal);
    expect(refusal).toMatchObject({ status, scopes, code, operation: { operationId: 'listOrders' } });
  });

  it('is no part of what goes over the wire', async () => {
    const result = await refused(401);
    expect(JSON.parse(JSON.stringify(result))).not.toHaveProperty('refusal');
    expect({ ...result }).not.toHaveProperty('refusal');
  });

  it('is not made of any other status', async () => {
    expect((await refused(404)).refusal).toBeUndefined();
  });
});
