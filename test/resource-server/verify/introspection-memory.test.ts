/** For how long an answer is believed, and what a flood of invented tokens can't do (RFC 7662 §4). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { protectedResource } from '@granthouse/resource-server';
import { type IntrospectedGuard, sendJson, startIntrospectedGuard } from '../../support/introspecting-issuer.ts';

let guard: IntrospectedGuard;
async function start(asking = {}): Promise<void> {
  guard = await startIntrospectedGuard(asking);
}
afterEach(() => guard.close());

const statusOf = async (token: string) => (await guard.call(token)).status;
const times = async (count: number, one: (index: number) => Promise<number>) =>
  Promise.all(Array.from({ length: count }, (_, index) => one(index)));

/** What arrives is held until `release`. */
function hold(): { release: () => void } {
  const held: (() => void)[] = [];
  let isReleased = false;
  guard.reply = (response, { form }) => {
    const answer = () => sendJson(response, guard.answerFor({ active: form.get('token')?.startsWith('good') }));
    if (isReleased) answer();
    else held.push(answer);
  };
  return {
    release() {
      isReleased = true;
      for (const answer of held.splice(0)) answer();
    },
  };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(setImmediate);
};

describe('an answer', () => {
  it.each([
    [undefined, 10_000],
    [60, 60_000],
  ])('is believed for cacheSeconds: %s', async (cacheSeconds, milliseconds) => {
    await start({ cacheSeconds });
    expect([await statusOf('good'), await statusOf('good')]).toEqual([200, 200]);
    guard.clock.advance(milliseconds - 1);
    expect([await statusOf('good'), guard.asked.length]).toEqual([200, 1]);
    guard.clock.advance(1);
    expect([await statusOf('good'), guard.asked.length]).toEqual([200, 2]);
  });

  it('is not believed at all with cacheSeconds: 0', async () => {
    await start({ cacheSeconds: 0 });
    await statusOf('good');
    guard.reply = (response) => sendJson(response, { active: false });
    expect(await statusOf('good')).toBe(401);
    expect(guard.asked).toHaveLength(2);
  });

  it('is not believed before its time, when the clock was set back', async () => {
    await start();
    await statusOf('good');
    guard.clock.advance(-1000);
    await statusOf('good');
    expect(guard.asked).toHaveLength(2);
  });

  it('RFC7662-5: is not believed beyond the end of its token', async () => {
    await start();
    guard.reply = (response) => sendJson(response, guard.answerFor({ exp: guard.clock.seconds() + 3 }));
    expect(await statusOf('good')).toBe(200);
    guard.reply = (response) => sendJson(response, { active: false });
    guard.clock.advance(2999);
    expect(await statusOf('good')).toBe(200);
    guard.clock.advance(1);
    expect(await statusOf('good')).toBe(401);
  });

  it('that a token is not active is believed as long, and no longer', async () => {
    await start();
    guard.reply = (response) => sendJson(response, { active: false });
    expect([await statusOf('bad'), await statusOf('bad'), guard.asked.length]).toEqual([401, 401, 1]);
    guard.clock.advance(10_000);
    guard.reply = (response) => sendJson(response, guard.answerFor());
    expect([await statusOf('bad'), guard.asked.length]).toEqual([200, 2]);
  });

  it('that a token is no longer active counts for good, also when the clock is set back', async () => {
    await start();
    expect(await statusOf('good')).toBe(200);
    guard.clock.advance(10_000);
    guard.reply = (response) => sendJson(response, { active: false });
    expect(await statusOf('good')).toBe(401);
    guard.clock.advance(-5000);
    expect(await statusOf('good')).toBe(401);
  });

  it('belongs to one token alone', async () => {
    await start();
    await statusOf('good');
    guard.reply = (response) => sendJson(response, { active: false });
    expect([await statusOf('gooe'), await statusOf('good')]).toEqual([401, 200]);
  });
});

describe('many calls at once', () => {
  it('with one new token ask once', async () => {
    await start();
    const { release } = hold();
    const statuses = times(50, () => statusOf('good'));
    await until(() => guard.asked.length > 0);
    release();
    expect(new Set(await statuses)).toEqual(new Set([200]));
    expect(guard.asked).toHaveLength(1);
  });

  it('ask twenty questions at a time; a hundred wait, and the rest is sent away at once', async () => {
    await start();
    const { release } = hold();
    let sentAway = 0;
    const statuses = times(150, async (index) => {
      const status = await statusOf(`invented-${index}`);
      if (status === 503) sentAway += 1;
      return status;
    });
    await until(() => sentAway === 30);
    expect(guard.asked).toHaveLength(20);
    release();
    expect((await statuses).filter((status) => status === 401)).toHaveLength(120);
    expect(guard.asked).toHaveLength(120);
  });

  it('of strangers don’t keep those waiting who were good before', async () => {
    await start();
    expect(await statusOf('good')).toBe(200);
    guard.clock.advance(10_000);
    const { release } = hold();
    const strangers = times(20, (index) => statusOf(`invented-${index}`));
    await until(() => guard.asked.length === 21);
    const known = statusOf('good');
    await until(() => guard.asked.length === 22);
    expect(guard.asked.at(-1)?.form.get('token')).toBe('good');
    release();
    expect(await known).toBe(200);
    expect(new Set(await strangers)).toEqual(new Set([401]));
  });
});

describe('a flood of invented tokens', () => {
  it('pushes no good one out of the memory, and takes no more room than there is', async () => {
    await start();
    let asked = 0;
    const answering = async (url: string | URL | Request, init?: RequestInit) => {
      if (init?.method !== 'POST') return fetch(url, init);
      asked += 1;
      const isGood = (init.body as URLSearchParams).get('token') === 'good';
      return Response.json(isGood ? guard.answerFor({ aud: 'https://api.example/mcp' }) : { active: false });
    };
    const introspection = { clientId: 'c', clientSecret: 's' };
    const { authenticate, resource } = protectedResource({
      resource: 'https://api.example/mcp',
      authorizationServers: [{ issuer: guard.issuer.issuer, introspection }],
      now: guard.clock.now,
      fetch: answering,
    });
    const call = (token: string) =>
      authenticate({ method: 'POST', url: resource, headers: new Headers({ authorization: `Bearer ${token}` }) });
    expect(await call('good')).toMatchObject({ clientId: 'client-1' });
    for (let index = 0; index < 10_050; index += 1) await call(`invented-${index}`);
    expect(asked).toBe(10_051);
    expect(await call('good')).toMatchObject({ clientId: 'client-1' });
    // The oldest of the bad ones had to leave; the youngest are remembered.
    await call('invented-10049');
    expect(asked).toBe(10_051);
    await call('invented-0');
    expect(asked).toBe(10_052);
  });
});
