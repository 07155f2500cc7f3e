/** How old a refresh family may become, and how large: it ends with the longest authorization, and its record stays one and small (RFC 9700 §4.14.2). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Document, DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { expectError } from '../../support/expect-error.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { openHouse, type ConnectedApp, type House } from './connected-app.ts';

const day = 86_400;
const clock = createTestClock();
const storage = memoryEngine({ now: clock.now });
const authorization = 400 * day;
let house: House;
let store: DocumentStore;
let app: ConnectedApp;

beforeAll(async () => {
  house = await openHouse({ storage, now: clock.now, lifetimes: { authorization, refreshGrace: 300 } });
  store = await storage.open(collections);
});

beforeEach(async () => {
  for (const { id } of (await store.list('refresh_family')).items) await store.delete('refresh_family', id);
  app = await house.connect();
});

afterAll(async () => {
  await store.close();
  await house.server.close();
});

async function family(): Promise<{ id: string; document: Document }> {
  const { items } = await store.list('refresh_family');
  expect(items).toHaveLength(1);
  return items[0] as { id: string; document: Document };
}

/** As if the first refresh token had been given so many seconds ago. */
async function growTo(age: number): Promise<void> {
  const { id } = await family();
  const iiat = Math.floor(Date.now() / 1000) - age;
  await store.compareAndSet('refresh_family', id, { expected: {}, set: { iiat } });
}

describe('the age of a family', () => {
  it('is counted from its first token, however often it is rotated', async () => {
    await growTo(day);
    const { document: before } = await family();
    let token = app.first.refresh_token;
    for (let rotation = 0; rotation < 3; rotation += 1) token = (await app.refresh(token)).refresh_token;
    expect((await family()).document).toMatchObject({ iiat: before['iiat'], rotations: 3 });
  });

  it('leaves a refresh token no more than the rest of the authorization', async () => {
    await growTo(authorization - 1000);
    const { refresh_token: last } = await app.refresh(app.first.refresh_token);
    const { document } = await family();
    expect(Number(document['exp']) - Number(document['iat'])).toBeLessThanOrEqual(1000);
    expect(Number(document['exp']) - Number(document['iat'])).toBeGreaterThan(900);
    clock.advance(1_000_000);
    await expectError(await app.show(last), 400, 'invalid_grant');
    expect((await store.list('refresh_family')).items).toEqual([]);
  });

  it('ends it, so that nobody goes on by refreshing every second', async () => {
    await growTo(authorization);
    await expectError(await app.show(app.first.refresh_token), 400, 'invalid_grant');
  });
});

describe('the record of a family', () => {
  it('is one and stays below 20 kB, however fast its tokens are rotated', async () => {
    let token = app.first.refresh_token;
    let largest = 0;
    for (let rotation = 0; rotation < 300; rotation += 1) {
      token = (await app.refresh(token)).refresh_token;
      largest = Math.max(largest, JSON.stringify((await family()).document).length);
    }
    expect(largest).toBeLessThan(20_000);
  });

  it('forgets what was replaced before the window', async () => {
    const { length: fresh } = JSON.stringify((await family()).document);
    let token = app.first.refresh_token;
    for (let rotation = 0; rotation < 20; rotation += 1) {
      clock.advance(301_000);
      token = (await app.refresh(token)).refresh_token;
    }
    expect(JSON.stringify((await family()).document).length).toBeLessThan(fresh + 200);
  });

  it('knows a hundred tokens of one window: the oldest of them leads to the newest, one before it is a replay', async () => {
    const tokens = [app.first.refresh_token];
    for (let rotation = 0; rotation < 101; rotation += 1)
      tokens.push((await app.refresh(tokens.at(-1) ?? '')).refresh_token);
    expect((await app.refresh(tokens[1] ?? '')).refresh_token).toBe(tokens.at(-1));
    await expectError(await app.show(tokens[0] ?? ''), 400, 'invalid_grant');
    await expectError(await app.show(tokens.at(-1) ?? ''), 400, 'invalid_grant');
  });
});
