/** A command whose output nobody reads any more, as behind `| head`: it does what it was asked for all the same. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { publicClient, register } from '../support/oauth-client.ts';
import { site, type Site } from './served.ts';

let here: Site;
beforeAll(async () => {
  here = await site();
});
afterAll(() => here.remove());

it('a list ends without an error', async () => {
  const list = here.granthouse(['keys', 'list']);
  list.stopListening();
  expect(await list.ended).toMatchObject({ code: 0 });
});

it('a server goes on when nobody reads its log, and stops well', async () => {
  const server = here.granthouse(['serve']);
  await server.says(here.issuer);
  server.stopListening();
  // Each of them is a line in the log.
  for (const client_name of ['One', 'Two', 'Three']) {
    expect(await register(here.issuer, { ...publicClient, client_name })).toMatchObject({ client_name });
  }
  server.signal('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
});
