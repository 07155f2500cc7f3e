/** MongoDB away under a running server: 503 within seconds, nothing lost, and the same token works when it is back (RFC 9110 §15.6.4). */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../../support/mongodb.ts';
import { startMongodbProxy, type MongodbProxy } from '../../support/mongodb-proxy.ts';
import { obtainTokens, refresh } from '../../support/oauth-client.ts';
import { describeWhere } from '../../support/run-where.ts';

describeWhere(mongodbUri !== undefined, noMongodb)('a server whose MongoDB is away', () => {
  let place: MongodbPlace;
  let proxy: MongodbProxy;
  let server: RunningServer;
  beforeEach(async () => {
    [place, proxy] = await Promise.all([mongodbPlace(), startMongodbProxy()]);
    const storage = place.engine({ uri: proxy.uri });
    server = await startAuthorizationServer('https://orders.example.com/mcp', { storage });
  });
  afterEach(async () => {
    await server.close();
    await proxy.close();
    await place.clear();
  });

  it.each<[string, () => Promise<void> | void]>([
    ['refuses connections', () => proxy.refuse()],
    ['never answers', () => proxy.hang()],
  ])('answers 503 while it %s, and the same request when it is back', async (_way, leave) => {
    const { client, tokens } = await obtainTokens(server.issuer);
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    await leave();
    const began = performance.now();
    const refused = await Promise.all(Array.from({ length: 20 }, () => refresh(server.issuer, fields)));
    expect(performance.now() - began).toBeLessThan(8000);
    for (const answer of refused) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' });
    }
    await proxy.comeBack();
    let answer = await refresh(server.issuer, fields);
    while (answer.status === 503) answer = await refresh(server.issuer, fields);
    expect(answer.status).toBe(200);
  });
});
