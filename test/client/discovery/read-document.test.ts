/** A document of a stranger: how long anybody waits for it, and what of it is read (CL-15). */
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { protectedResourceMetadataSchema } from '@granthouse/protocol';
import { guardedFetch } from '@granthouse/client';
import { firstDocument, readMembers } from '../../../packages/client/src/discovery/read-document.ts';
import { type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

it.each([
  ['says slowly that nothing is there', () => setTimeout(60, new Response(null, { status: 404 }))],
  ['answers no place', () => new Promise<Response>(() => undefined)],
  ['ends no answer', () => new Response(new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{')) }))],
])('CL-15: is waited for in all its places together where a server %s', async (_, answer) => {
  const places = [1, 2, 3].map((each) => `${house.origin}/${each}`);
  for (const each of [1, 2, 3]) house.routes[`GET /${each}`] = answer;
  await expect(firstDocument(places, network.fetch, 100)).rejects.toMatchObject({ code: 'timed_out' });
});

it('CL-15: is read without a list that has no end', () => {
  const scopes = Array.from({ length: 1_001 }, () => 0);
  const read = readMembers(protectedResourceMetadataSchema, {
    resource: 'https://orders.example.com/mcp',
    scopes_supported: scopes,
    unknown: scopes,
  });
  expect(read).toMatchObject({ data: { resource: 'https://orders.example.com/mcp' } });
  expect(read).not.toHaveProperty('data.unknown');
});
