/** MongoDB away under a running server: 503 within seconds, nothing lost, and the same token works when it is back (RFC 9110 §15.6.4). */
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../../support/mongodb.ts';
import { startMongodbProxy, type MongodbProxy } from '../../support/mongodb-proxy.ts';
import { obtainTokens, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
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

  const ways: ReadonlyArray<[string, () => Promise<void> | void]> = [
    ['refuses connections', () => proxy.refuse()],
    ['never answers', () => proxy.hang()],
  ];

  it.each(ways)('answers 503 while it %s, and the same request when it is back', async (_way, leave) => {
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

  // The driver's clocks are the system's, so that an outage takes its time here too.
  it.each(ways)('keeps every connection through ten seconds in which it %s under load', async (_way, leave) => {
    const apps: App[] = [];
    for (let index = 0; index < 8; index += 1) apps.push(app(server.issuer, await obtainTokens(server.issuer)));
    const over = new AbortController();
    const load = Promise.all(apps.map((each) => each.refreshUntil(over.signal)));
    const everyApp = (status: number) => Promise.race([load, Promise.all(apps.map((each) => each.next(status)))]);
    await everyApp(200);
    await leave();
    const ten = wait(10_000);
    await everyApp(503);
    await ten;
    await proxy.comeBack();
    await everyApp(200);
    over.abort();
    await expect(load).resolves.toHaveLength(apps.length);
  });
});

interface App {
  /** Refreshes again and again, after a 503 with the token that it has; rejects at any other failure, and when it waits for long. */
  refreshUntil(over: AbortSignal): Promise<void>;
  /** Resolves with the next answer of this status. */
  next(status: number): Promise<void>;
}

function app(issuer: string, { client, tokens }: Awaited<ReturnType<typeof obtainTokens>>): App {
  const answers = new EventEmitter();
  let refreshToken = tokens.refresh_token;
  const step = async () => {
    const began = performance.now();
    const answer = await refresh(issuer, { client_id: client.client_id, refresh_token: refreshToken });
    expect(performance.now() - began).toBeLessThan(8000);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual(answer.ok ? [200, null] : [503, '5']);
    if (answer.ok) refreshToken = ((await answer.json()) as TokenAnswer).refresh_token;
    answers.emit(String(answer.status));
  };
  return {
    async refreshUntil(over) {
      while (!over.aborted) await step();
    },
    next: async (status) => void (await once(answers, String(status))),
  };
}
