/** Of all that opens something, nothing reaches a MongoDB server in clear, in what is written and in what is asked. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../../support/mongodb.ts';
import { startMongodbProxy, type MongodbProxy } from '../../support/mongodb-proxy.ts';
import { describeWhere } from '../../support/run-where.ts';
import { recordedGround, type RecordedGround } from './ground.ts';
import { journeys } from './journeys.ts';
import { leaked } from './leaks.ts';

describeWhere(mongodbUri !== undefined, noMongodb)('every command that a MongoDB server is sent', () => {
  let place: MongodbPlace;
  let proxy: MongodbProxy;
  let ground: RecordedGround;
  beforeAll(async () => {
    [place, proxy] = await Promise.all([mongodbPlace(), startMongodbProxy()]);
    ground = await recordedGround(place.engine({ uri: proxy.uri }));
    for (const [, way] of journeys) await way(ground);
  });
  afterAll(async () => {
    await ground.close();
    await proxy.close();
    await place.clear();
  });

  it('RS-13, RFC9700-24: holds no code, token, cookie, secret, password or key', async () => {
    const secrets = await ground.secrets();
    const sent = proxy.commands.map((command) => JSON.stringify(command));
    expect(sent.length).toBeGreaterThan(ground.writes.length);
    expect(leaked(secrets, sent)).toEqual([]);
    const [token] = secrets.filter(({ name }) => name === 'refresh_token');
    expect(leaked(secrets, [...sent, JSON.stringify({ insert: token?.value })])).toContain('refresh_token');
  });
});
