/** A document of another server at a bounded age, whatever that server and the clock do. */
import { describe, expect, it } from '@jest/globals';
import { keepDocument } from '../../../packages/resource-server/src/verify/kept-document.ts';

function createKept() {
  const state = { time: 1_000_000, version: 1, loads: 0, isAway: false, troubles: 0 };
  let hold: Promise<void> | undefined;
  const rules = { maxAge: 300, maxStaleAge: 3600, coolDown: 10, now: () => state.time };
  const load = async () => {
    state.loads += 1;
    await hold;
    if (state.isAway) throw new Error('away');
    return state.version;
  };
  const kept = keepDocument(load, rules, () => {
    state.troubles += 1;
  });
  const holdLoads = () => {
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  };
  return { kept, state, holdLoads };
}
const unavailable = { name: 'OAuthError', code: 'temporarily_unavailable' };

describe('a kept document', () => {
  it('is read once for all who wait', async () => {
    const { kept, state } = createKept();
    expect(await Promise.all([kept.read(), kept.read(), kept.readAgain()])).toEqual([1, 1, 1]);
    expect(state.loads).toBe(1);
  });

  it('is read again when it is older than its age', async () => {
    const { kept, state } = createKept();
    await kept.read();
    state.version = 2;
    state.time += 299;
    expect(await kept.read()).toBe(1);
    state.time += 1;
    expect(await kept.read()).toBe(2);
  });

  it('is read again on demand, but not within the cool-down', async () => {
    const { kept, state } = createKept();
    await kept.read();
    state.version = 2;
    state.time += 9;
    expect(await kept.readAgain()).toBe(1);
    state.time += 1;
    expect(await kept.readAgain()).toBe(2);
    expect(state.loads).toBe(2);
  });

  it('lasts until its stale age while the server is away, and is asked for once per cool-down', async () => {
    const { kept, state } = createKept();
    await kept.read();
    state.isAway = true;
    state.time += 300;
    expect(await kept.read()).toBe(1);
    expect(await kept.read()).toBe(1);
    expect(state).toMatchObject({ loads: 2, troubles: 1 });
    state.time += 3300;
    await expect(kept.read()).rejects.toMatchObject(unavailable);
  });

  it('makes nobody wait for a server that is known to be away', async () => {
    const { kept, state, holdLoads } = createKept();
    await kept.read();
    state.isAway = true;
    state.time += 300;
    await kept.read();
    state.time += 10;
    const release = holdLoads();
    expect(await kept.read()).toBe(1);
    expect(state.loads).toBe(3);
    state.isAway = false;
    state.version = 2;
    release();
    expect(await kept.readAgain()).toBe(2);
  });

  it('is shown at any age while a newer one is read beside', async () => {
    const { kept, state, holdLoads } = createKept();
    expect(await kept.latest()).toBe(1);
    state.version = 2;
    state.time += 1_000_000;
    const release = holdLoads();
    expect([await kept.latest(), await kept.latest(), state.loads]).toEqual([1, 1, 2]);
    release();
    await kept.read();
    expect(await kept.latest()).toBe(2);
    state.isAway = true;
    state.time += 1_000_000;
    expect([await kept.latest(), await kept.latest()]).toEqual([2, 2]);
  });

  it('is waited for by whoever asks first, and by nobody once that has failed', async () => {
    const { kept, state, holdLoads } = createKept();
    state.isAway = true;
    await expect(kept.latest()).rejects.toMatchObject(unavailable);
    state.isAway = false;
    state.time += 10;
    const release = holdLoads();
    await expect(kept.latest()).rejects.toMatchObject(unavailable);
    expect(state.loads).toBe(2);
    release();
    await kept.read();
    expect(await kept.latest()).toBe(1);
  });

  it('says that it does not know when reading it again has failed', async () => {
    const { kept, state } = createKept();
    await kept.read();
    state.isAway = true;
    state.time += 10;
    await expect(kept.readAgain()).rejects.toMatchObject(unavailable);
    await expect(kept.readAgain()).rejects.toMatchObject(unavailable);
    expect(state.loads).toBe(2);
    expect(await kept.read()).toBe(1);
  });

  it('is read again when the clock was set back', async () => {
    const { kept, state } = createKept();
    await kept.read();
    state.version = 2;
    state.time -= 1;
    expect(await kept.read()).toBe(2);
  });
});
