/** A resource without credentials: whoever reaches it may call it, and nothing on it speaks of signing in. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GuardedServer, startGuardedServer } from '../../support/guarded-server.ts';

const warnings: unknown[] = [];
let server: GuardedServer;

beforeAll(async () => {
  server = await startGuardedServer('node', {
    dangerouslyWithoutCredentials: true,
    log: { warn: (...said) => void warnings.push(said) },
  });
});
afterAll(() => server.close());

describe('dangerouslyWithoutCredentials', () => {
  it('lets everybody in as nobody in particular, with no scope', async () => {
    expect((await server.send('/mcp', { method: 'POST', body: '{}' })).text).toBe('{}');
    expect(server.seen.at(-1)).toMatchObject({
      kind: 'none',
      token: '',
      clientId: 'anonymous',
      subject: 'anonymous',
      scopes: [],
      extra: { subject: 'anonymous' },
    });
    expect(server.seen.at(-1)).not.toHaveProperty('resourceMetadataUrl');
  });

  it.each(['Bearer from-before', 'Bearer a b', 'Basic eA==', 'Bearer'])(
    'passes over what a host still sends: %s',
    async (value) => {
      const headers: [string, string][] = [['Authorization', value]];
      expect((await server.send('/mcp', { headers })).status).toBe(200);
      expect(server.seen.at(-1)).toMatchObject({ kind: 'none', token: '' });
    },
  );

  it.each([
    ['Origin', 'https://evil.example'],
    ['Host', 'evil.example'],
  ])('RS-14: still refuses a foreign %s, without a challenge', async (name, value) => {
    const answer = await server.send('/mcp', { headers: [[name, value]] });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('www-authenticate');
  });

  it('lacks every scope, and is asked for none', () => {
    const answer = server.resource.insufficientScope(server.seen[0]!, ['orders:write']);
    expect(answer.status).toBe(403);
    expect(answer.headers.has('www-authenticate')).toBe(false);
  });

  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ])('HOST-19: answers %s with JSON that it is not there', async (path) => {
    const answer = await server.send(path);
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } });
  });

  it('is told in the log once, at start', () => {
    expect(warnings).toEqual([
      [{ resource: server.resource.resource }, expect.stringContaining('dangerouslyWithoutCredentials')],
    ]);
  });
});
