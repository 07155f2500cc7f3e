/** What supervisors ask of the connections of a team: whether the process lives, and whether its store can be read. */
import { describe, expect, it } from '@jest/globals';
import { createConnections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import { health, isHealthPath } from '../../../packages/cli/src/connections/health.ts';
import { httpServer } from '../../support/hostile-server.ts';
import { redirectUri } from '../../support/team.ts';

const away = { find: () => Promise.reject(new Error('the store is away')) };

async function asked(connections: Parameters<typeof health>[0], path: string) {
  const answer = await fetch((await httpServer(health(connections))) + path);
  return { status: answer.status, body: await answer.json(), cached: answer.headers.get('cache-control') };
}

describe('health', () => {
  it('is good while the store can be read', async () => {
    const secret = 'a secret for tests, long enough to be taken';
    const connections = await createConnections({ storage: memoryEngine(), secret, redirectUri });
    const good = { status: 200, body: { status: 'ok' }, cached: 'no-store' };
    expect(await asked(connections, '/health/ready')).toEqual(good);
    expect(await asked(connections, '/health/live')).toEqual(good);
    await connections.close();
  });

  it('is of the process alone, or of its store too', async () => {
    expect(await asked(away, '/health/live')).toMatchObject({ status: 200 });
    expect(await asked(away, '/health/ready')).toMatchObject({ status: 503, body: { status: 'unavailable' } });
  });

  it.each(['/health/live', '/health/ready', '/health/ready?from=balancer'])('is asked for at %s', (path) => {
    expect(isHealthPath(path)).toBe(true);
  });

  it.each(['/health', '/health/readyish', '/mcp/health/ready', '/'])('is not asked for at %s', (path) => {
    expect(isHealthPath(path)).toBe(false);
  });
});
