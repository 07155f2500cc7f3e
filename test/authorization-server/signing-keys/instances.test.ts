/** Several instances on one store: whatever one of them decides about the keys, the others know within the bound, and none is started again. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openKeys, type AuthorizationServerOptions } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk } from '../../support/authorization-server.ts';
import { unhurriedEngine } from '../../support/unhurried-engine.ts';
import { bound, hour, kidOf, second, startRotating, type Rotating } from './rotating.ts';

describe('two instances', () => {
  let here: Rotating;
  beforeEach(async () => {
    here = await startRotating(2);
  });
  afterEach(() => here.close());

  const rotate = (index: number) => here.instances[index]?.signingKeys.rotate();

  it('publish the same keys, the second within a minute', async () => {
    await rotate(0);
    const first = await here.published();
    here.choose(1);
    here.clock.advance(bound);
    expect(await here.published()).toEqual(first);
    expect(first).toHaveLength(2);
  });

  it('sign with the same key when its time has come, and take the tokens of each other', async () => {
    const old = await here.token();
    await rotate(0);
    here.clock.advance(hour);
    const tokens: string[] = [];
    for (const index of [0, 1]) {
      here.choose(index);
      tokens.push(await here.token());
    }
    expect(new Set(tokens.map(kidOf)).size).toBe(1);
    expect(kidOf(tokens[0] ?? '')).not.toBe(kidOf(old));
    for (const index of [0, 1]) {
      here.choose(index);
      for (const token of [old, ...tokens]) {
        expect(await here.introspect(token)).toBe(true);
        expect((await here.guarded.call(token)).status).toBe(200);
      }
    }
  });

  it('each tell what they have learned', async () => {
    await rotate(0);
    here.choose(1);
    here.clock.advance(bound);
    await here.published();
    expect(here.events.map(({ name }) => name)).toEqual(['signing_key.published', 'signing_key.published']);
  });

  it('read the keys at once when a token names one that they have not seen', async () => {
    here.choose(1);
    await here.token();
    await here.instances[0]?.signingKeys.rotate({ compromised: true });
    here.clock.advance(5 * second);
    here.choose(0);
    const token = await here.token();
    here.choose(1);
    expect(await here.introspect(token)).toBe(true);
    expect(await here.published()).toEqual([kidOf(token)]);
  });
});

describe('twenty at once', () => {
  const options: AuthorizationServerOptions = {
    issuer: 'https://login.example.com',
    storage: unhurriedEngine(memoryEngine()),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
  };
  const twenty = <Result>(work: () => Promise<Result>) => Promise.all(Array.from({ length: 20 }, work));

  it('make one first key, and of as many rotations one next key', async () => {
    const opened = await twenty(() => openKeys(options));
    const rotations = await Promise.all(opened.map(({ keys }) => keys.signing.rotate()));
    const seen = new Set(rotations.map((keys) => keys.map(({ kid, state }) => `${kid} ${state}`).join()));
    expect(seen.size).toBe(1);
    expect(rotations[0]?.map(({ state }) => state)).toEqual(['current', 'next']);
    await Promise.all(opened.map(({ close }) => close()));
  });
});
