/** What a client says of itself is what is published. */
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { askUnauthorized, guardedFetch } from '@granthouse/client';
import { startScriptedHouse } from '../support/scripted-house.ts';

it('a client tells the version of its package', async () => {
  const house = await startScriptedHouse();
  const network = guardedFetch({ besides: 'loopback' });
  await askUnauthorized(house.endpoint, network.fetch);
  await network.close();
  await house.close();
  const { version } = JSON.parse(await readFile('packages/client/package.json', 'utf8')) as { version: string };
  expect(JSON.parse(house.asked[0]?.body ?? '')).toMatchObject({ params: { clientInfo: { version } } });
});
