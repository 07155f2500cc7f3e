/** Where nothing can be kept, that is said in a line, and nobody signs in for nothing. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { keptConnections } from '../../../packages/cli/src/connect/kept-connections.ts';
import { personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

let house: ScriptedHouse;
let small: SmallServer;
let person: PersonAtHome;
/** A file, in which nobody makes a folder. */
let file: string;

beforeEach(async () => {
  [house, person] = await Promise.all([startScriptedHouse(), personAtHome()]);
  small = await startSmallServer((headers) => headers.has('authorization'), { issuer: house.origin });
  file = join(person.folder, 'browser');
});
afterEach(async () => {
  await person.close();
  await small.close();
  await house.close();
});

it.each(['XDG_DATA_HOME', 'XDG_CONFIG_HOME'])('a sign-in does not begin: %s', async (variable) => {
  const refused = await person.granthouse(['connect', small.url], { environment: { [variable]: file } });
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^granthouse: .*\(ENOTDIR\)\n$/) });
  expect(house.asked).toEqual([]);
});

it('a key that was taken is not kept', async () => {
  const environment = { XDG_DATA_HOME: file, KEY: 'hunter2' };
  const refused = await person.granthouse(['connect', small.url, '--api-key', 'KEY'], { environment });
  expect(refused.err).toMatch(/^granthouse: your connections are kept in .*, and that can't be written \(ENOTDIR\)\n$/);
});

it('is judged without changing what is kept', async () => {
  const connections = keptConnections({ config: person.folder, data: person.folder, warn: () => undefined });
  const which = { url: small.url, account: 'default' };
  const kept = { ...which, credential: { kind: 'none' }, reach: {}, connectedAt: 0 } as const;
  await connections.judgePlace(which);
  expect(await connections.find(which)).toBeUndefined();
  await connections.save(kept);
  await connections.judgePlace(which);
  expect(await connections.find(which)).toEqual(kept);
});
