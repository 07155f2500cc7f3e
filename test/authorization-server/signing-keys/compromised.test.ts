/** A signing key that somebody else has: replaced at once, at the price of every token that is out (OpenID Connect Core §10.1.1). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bound, kidOf, minute, startRotating, type Rotating } from './rotating.ts';

let here: Rotating;
beforeEach(async () => {
  here = await startRotating(2);
});
afterEach(() => here.close());

const replace = () => here.instances[0]?.signingKeys.rotate({ compromised: true });

describe('a compromised key', () => {
  it('is gone from the key set at once, the one that waited too, and a new one signs', async () => {
    await here.instances[0]?.signingKeys.rotate();
    const before = await here.published();
    await replace();
    const after = await here.published();
    expect(after).toHaveLength(1);
    expect(before).not.toContain(after[0]);
    expect(kidOf(await here.token())).toBe(after[0]);
  });

  it('is gone from every other instance within a minute', async () => {
    await replace();
    const replaced = await here.published();
    here.choose(1);
    here.clock.advance(bound);
    expect(await here.published()).toEqual(replaced);
  });

  it('takes the tokens with it: at /introspect at once, at a resource server when it reads the keys again', async () => {
    const token = await here.token();
    expect((await here.guarded.call(token)).status).toBe(200);
    await replace();
    expect(await here.introspect(token)).toBe(false);
    here.clock.advance(5 * minute);
    expect((await here.guarded.call(token)).status).toBe(401);
  });

  it('disconnects nobody: a refresh gives a token that is taken at once', async () => {
    expect((await here.guarded.call(await here.token())).status).toBe(200);
    here.clock.advance(minute);
    await replace();
    expect((await here.guarded.call(await here.token())).status).toBe(200);
  });

  it('is told as retired', async () => {
    const [first] = await here.published();
    await replace();
    expect(here.events.at(-1)).toMatchObject({ name: 'signing_key.retired', kid: first });
  });
});
