/** What happens to a credential, and what the person sees then: a state of the connection, and the code of what went wrong. */
import { expect } from '@jest/globals';
import { ClientError } from '@granthouse/client';
import type { Connections } from '@granthouse/client/connections';
import { memoryEngine } from '@granthouse/storage/memory';
import type { MovedClock } from '../../../support/moved-clock.ts';
import { ada, bob, cy, startConnections } from '../../../support/team.ts';
import type { Place } from './place.ts';

interface Scene {
  readonly place: Place;
  readonly clock: MovedClock;
  readonly connections: Connections;
}

type Situation = (scene: Scene) => Promise<string>;

/** Longer than any access token here lives, and shorter than any refresh token. */
const twoHours = 7_200_000;
/** Longer than any refresh token here lives. */
const fortyDays = 40 * 86_400_000;

async function add({ connections, place }: Scene, authentication = place.authentication): Promise<string> {
  const wanted = { name: 'Theirs', url: place.url, authentication, ownership: 'personal' } as const;
  return (await connections.add(ada, wanted)).id;
}

/** The code of what it rejects with. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    if (error instanceof ClientError) return error.code;
    throw error;
  }
}

async function seen({ connections }: Scene, id: string, code = ''): Promise<string> {
  const state = (await connections.find(bob, id))?.state;
  const [ready] = await connections.ready(bob);
  if (state?.kind === 'credential-needed') {
    // What is refused may be good again later, and says so until then.
    expect((await codeOf(ready?.tools() ?? Promise.resolve())) || 'not there').toBe(
      ready ? 'credential_refused' : 'not there',
    );
    return [`${state.kind}: ${state.why}`, ...(code ? [code] : [])].join(', ');
  }
  return [state?.kind === 'failing' ? `failing: ${state.code}` : state?.kind, ...(code ? [code] : [])].join(', ');
}

async function call({ connections, place }: Scene, by = bob): Promise<unknown> {
  const [ready] = await connections.ready(by);
  const result = await ready?.call(place.tool, place.input ?? {});
  expect(result).toMatchObject({ content: expect.any(Array) });
  expect(result?.['isError']).not.toBe(true);
  return result;
}

async function connected(scene: Scene): Promise<string> {
  const id = await add(scene);
  await scene.place.give(scene.connections, bob, id);
  expect(await seen(scene, id)).toBe('connected');
  return id;
}

/** The same person gives it once more. */
async function mend(scene: Scene, id: string): Promise<void> {
  await scene.place.give(scene.connections, bob, id);
  await call(scene);
  expect(await seen(scene, id)).toBe('connected');
}

async function later(scene: Scene, milliseconds: number): Promise<{ id: string; sees: string }> {
  const id = await connected(scene);
  scene.clock.advance(milliseconds);
  const code = await codeOf(call(scene));
  return { id, sees: await seen(scene, id, code) };
}

export const situations = {
  async detection({ connections, place }) {
    let asks = '';
    const code = await codeOf(connections.detect(ada, place.url).then((detected) => (asks = detected.asks)));
    return code || asks;
  },

  /** Two teammates, each with what is their own. */
  async right(scene) {
    const { connections, place } = scene;
    const id = await connected(scene);
    await place.give(connections, cy, id);
    for (const by of [bob, cy]) await call(scene, by);
    if (place.authentication.kind !== 'none') expect(await connections.ready(ada)).toEqual([]);
    return seen(scene, id);
  },

  /** What one of two gives up is not the other's. */
  async disconnection(scene) {
    const { connections, place } = scene;
    const id = await connected(scene);
    await place.give(connections, cy, id);
    const { isRevoked } = await connections.disconnect(bob, id);
    expect(await seen(scene, id)).toBe('credential-needed: first');
    await call(scene, cy);
    return isRevoked ? 'taken back there' : 'forgotten here';
  },

  async wrong(scene) {
    const { connections, place } = scene;
    const id = await add(scene, place.wrongAuthentication);
    const code = await codeOf(place.giveWrong(connections, bob, id));
    const sees = await seen(scene, id, code);
    if (place.wrongAuthentication) await connections.change(ada, id, { authentication: place.authentication });
    await mend(scene, id);
    return sees;
  },

  async missing(scene) {
    return seen(scene, await add(scene));
  },

  async 'expired to everybody'(scene) {
    const { id, sees } = await later(scene, twoHours);
    await mend(scene, id);
    return sees;
  },

  /** The client's clock is behind, or nobody told it of an end. */
  async 'expired to the server alone'(scene) {
    const now = scene.clock.leftBehind();
    const connections = await startConnections(memoryEngine({ now }), { now });
    try {
      const id = await connected({ ...scene, connections });
      scene.clock.advance(twoHours);
      const code = await codeOf(call({ ...scene, connections }));
      // One call that fails says nothing of the connection yet.
      await connections.test(bob, id);
      const sees = await seen({ ...scene, connections }, id, code);
      await mend({ ...scene, connections }, id);
      return sees;
    } finally {
      await connections.close();
    }
  },

  async revoked(scene) {
    const id = await connected(scene);
    await scene.place.takeBack?.(bob);
    // A token that nobody looks up is good until its end; that is why it is short.
    if (scene.place.authentication.kind === 'oauth') scene.clock.advance(twoHours);
    const sees = await seen(scene, id, await codeOf(call(scene)));
    await mend(scene, id);
    return sees;
  },

  async 'expired with all that renews it'(scene) {
    const { id, sees } = await later(scene, fortyDays);
    await mend(scene, id);
    return sees;
  },
} satisfies Record<string, Situation>;

export type SituationName = keyof typeof situations;
