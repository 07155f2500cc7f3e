/** Two instances on each kind of store act as one: what must happen once happens once, whoever is asked. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Connections, NewConnection } from '@granthouse/client/connections';
import { setImmediate as turn } from 'node:timers/promises';
import { storePlaces, type StorePlace } from '../../support/every-store.ts';
import { describeWhere } from '../../support/run-where.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer, type SmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, bob, shownBy, startConnections } from '../../support/team.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

for (const { name, missing, make } of storePlaces) {
  describeWhere(missing === undefined, missing ?? '')(`two instances on ${name}`, () => {
    let place: StorePlace;
    let clock: TestClock;
    let server: SmallMcpServer;
    let house: ScriptedHouse;
    let one: Connections;
    let other: Connections;

    beforeEach(async () => {
      clock = createTestClock();
      place = await make(clock.now);
      server = await startSmallMcpServer();
      house = await startScriptedHouse();
      one = await startConnections(place.engine(), { now: clock.now });
      other = await startConnections(place.engine(), { now: clock.now });
    });
    afterEach(async () => {
      await one.close();
      await other.close();
      await server.close();
      await house.close();
      await place.clear();
    });

    const wanted = (kind: 'none' | 'api-key' | 'oauth'): NewConnection => ({
      name: 'Desk',
      url: kind === 'oauth' ? house.endpoint.href : server.url,
      authentication: { kind },
      ownership: 'personal',
    });
    const both = <T>(work: (connections: Connections) => Promise<T>) =>
      Promise.allSettled([one, other, one, other].map(work));
    const won = (results: ReadonlyArray<PromiseSettledResult<unknown>>) =>
      results.filter(({ status }) => status === 'fulfilled').length;

    it('give a slug once', async () => {
      expect(won(await both((each) => each.add(ada, wanted('none'))))).toBe(1);
      expect(await other.list(bob)).toHaveLength(1);
    });

    it('approve what was listed first, whoever listed it, and hold the rest', async () => {
      const { id } = await one.add(ada, wanted('api-key'));
      server.tools = (shown) => [{ name: 'who', description: shown.get('authorization') ?? '' }];
      const people = ['a', 'b', 'c', 'd'].map((each) => ({ id: each, name: each, isAdmin: false }));
      const given = people.map((by, index) => (index % 2 === 0 ? one : other).giveCredential(by, id, { key: by.id }));
      const held = (await Promise.all(given)).filter(({ tools }) => tools[0]?.held !== undefined);
      expect(held.length).toBe(3);
    });

    it('let a key that one took back open nothing at the other', async () => {
      const { id } = await one.add(ada, wanted('api-key'));
      await one.giveCredential(bob, id, { key: 'of-bob' });
      expect(await shownBy(other, bob, 'desk')).toMatchObject({ authorization: 'Bearer of-bob' });
      const [ready] = await other.ready(bob);
      await one.disconnect(bob, id);
      await expect(ready?.call('who', {})).rejects.toMatchObject({ code: 'sign_in_needed' });
    });

    it('take an answer once, and renew once for all who wait', async () => {
      const { id } = await one.add(ada, wanted('oauth'));
      const { url, binding } = await one.beginSignIn(bob, id);
      const answer = house.answerTo(url);
      expect(won(await both((each) => each.finishSignIn(bob, answer, binding)))).toBe(1);
      let count = 0;
      house.routes['POST /mcp'] = ({ headers }) => {
        const isGood = headers.get('authorization') === 'Bearer renewed-1';
        return new Response(null, {
          status: isGood ? 500 : 401,
          headers: isGood ? {} : { 'www-authenticate': 'Bearer' },
        });
      };
      house.routes['POST /token'] = () => {
        count += 1;
        return Response.json({
          access_token: `renewed-${count}`,
          token_type: 'Bearer',
          expires_in: 600,
          refresh_token: 'r',
        });
      };
      const { url: next, binding: own } = await other.beginSignIn(bob, id);
      await other.finishSignIn(bob, house.answerTo(next), own);
      count = 0;
      clock.advance(3_600_000);
      await both(async (each) => (await each.ready(bob))[0]?.tools());
      expect(count).toBe(1);
    });

    it('ask a server once to take back what is due', async () => {
      const { id } = await one.add(ada, wanted('oauth'));
      const { url, binding } = await one.beginSignIn(bob, id);
      await one.finishSignIn(bob, house.answerTo(url), binding);
      house.routes['POST /revoke'] = () => new Response(null, { status: 503 });
      await one.disconnect(bob, id);
      house.routes['POST /revoke'] = () => Response.json({});
      house.asked.length = 0;
      clock.advance(120_000);
      const start = () => startConnections(place.engine(), { now: clock.now });
      const started = await Promise.all([start(), start(), start()]);
      const store = await place.engine().open({ connection_revocation: { indexes: [] } });
      while ((await store.list('connection_revocation')).items.length > 0) await turn();
      expect(house.forms('/revoke').map((form) => form.get('token'))).toEqual(['refresh', 'access']);
      await Promise.all([...started, store].map((each) => each.close()));
    });
  });
}
