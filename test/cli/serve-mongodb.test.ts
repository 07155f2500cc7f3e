/** `granthouse` on MongoDB: a person is added, an app connects and refreshes, and a second start knows both. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import { mongodbPlace, mongodbUri, noMongodb, type MongodbPlace } from '../support/mongodb.ts';
import { obtainTokens, refresh } from '../support/oauth-client.ts';
import type { Program } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';
import { site, type Site } from './served.ts';

describeWhere(mongodbUri !== undefined, noMongodb)('granthouse on MongoDB', () => {
  let here: Site;
  let place: MongodbPlace;
  beforeEach(async () => {
    place = await mongodbPlace();
    const { database } = place;
    here = await site({ store: { mongodb: { uriEnvironmentVariable: 'STORE_URI', database } } });
  });
  afterEach(async () => {
    await here.remove();
    await place.clear();
  });

  const environment = { STORE_URI: mongodbUri };
  const serve = async (): Promise<Program> => {
    const serving = here.granthouse(['serve'], { environment });
    await serving.says('Granthouse answers');
    return serving;
  };
  /** What was logged; nothing on Windows, which has no signals: it has nothing left to do there. */
  const stop = async (serving: Program): Promise<string[]> => {
    if (process.platform === 'win32') {
      await serving.kill();
      return [];
    }
    serving.signal('SIGTERM');
    const { code, err } = await serving.ended;
    expect(code).toBe(0);
    return err.split('\n').filter(Boolean);
  };

  it('serves the whole way to a refreshed token, also after another start', async () => {
    const input = `${person.password}\n`;
    const adding = here.granthouse(['users', 'add', person.login], { environment, input });
    expect(await adding.ended).toMatchObject({ code: 0 });

    const first = await serve();
    const { client, tokens } = await obtainTokens(here.issuer);
    // What the database can't do is told here too, and as every other line of the log.
    for (const line of await stop(first)) expect(JSON.parse(line)).toHaveProperty('message');

    const second = await serve();
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    const answer = await refresh(here.issuer, fields);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty('access_token');
    const check = await here.granthouse(['storage', 'check'], { environment }).ended;
    expect(check).toMatchObject({ code: 0, out: expect.stringMatching(/engine\tmongodb\n[\s\S]*client\t1\n/) });
    await stop(second);
  });

  it('says which server does not answer, and not with whose password', async () => {
    const unanswered = { STORE_URI: 'mongodb://ada:pass-word@127.0.0.1:1' };
    const { code, err } = await here.granthouse(['serve'], { environment: unanswered }).ended;
    expect(code).toBe(1);
    expect(err).toContain('127.0.0.1:1');
    for (const hidden of ['pass-word', '    at ']) expect(err).not.toContain(hidden);
  });
});
