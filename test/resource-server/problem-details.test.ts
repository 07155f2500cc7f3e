/** The form of a refusal: an OAuth error, and problem details for whoever asks for those by name (RFC 6749 §5.2, RFC 9457). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adapters, bearerOf, type GuardedServer, startGuardedServer } from '../support/guarded-server.ts';

describe.each(adapters)('a refusal through the %s adapter', (adapter) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer(adapter, { authorizationServers: ['https://as.example'] });
  });
  afterAll(() => server.close());
  const ask = (accept: string, path = '/mcp', headers: [string, string][] = []) =>
    server.send(path, { headers: [['Accept', accept], ...headers] });

  it.each([
    'application/problem+json',
    'application/json, application/problem+json',
    'text/event-stream;q=0.5,Application/Problem+JSON;q=0.3',
  ])('RFC9457 §3: is a problem for %s, with its challenge all the same', async (accept) => {
    const answer = await ask(accept, '/mcp', [['Authorization', 'Bearer a b']]);
    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(JSON.parse(answer.text)).toEqual({
      title: 'Bad Request',
      status: 400,
      detail: expect.any(String),
      error: 'invalid_request',
    });
    expect(bearerOf(answer)).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    '*/*',
    'application/*',
    'application/json, text/event-stream',
    'application/problem+json;q=0',
    'application/problem+json;q=0.000, */*',
    'text/x-application/problem+json',
  ])('RFC6749 §5.2: is an OAuth error for %s', async (accept) => {
    const answer = await ask(accept, '/mcp', [['Authorization', 'Bearer a b']]);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(answer.text)).toEqual({ error: 'invalid_request', error_description: expect.any(String) });
  });

  it.each([
    ['/mcp', [], 401, 'Unauthorized'],
    ['/mcp', [['Origin', 'https://evil.example']], 403, 'Forbidden'],
    ['/.well-known/oauth-protected-resource/x', [], 404, 'Not Found'],
  ] satisfies [string, [string, string][], number, string][])(
    'OAUTH21-30: at %s has the words of its status, and no error code where there is none',
    async (path, headers, status, title) => {
      const answer = await ask('application/problem+json', path, headers);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(answer.text)).toMatchObject({ title, status });
      expect(Object.hasOwn(JSON.parse(answer.text) as object, 'error')).toBe(status !== 401);
    },
  );

  it('leaves documents as they are', async () => {
    const answer = await ask('application/problem+json', '/.well-known/oauth-protected-resource/mcp');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  });
});
