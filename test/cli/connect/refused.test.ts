/** When connecting fails on the way, or another credential takes its place, nothing is left behind that nobody uses. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { guardedFetch, refreshAuthorization } from '@granthouse/client';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { freePort } from '../../support/free-port.ts';
import { keptBy, personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

const key = 'hunter2-a-key';
let takesTokens = true;
let server: RunningServer;
let small: SmallServer;
let person: PersonAtHome;

beforeAll(async () => {
  const port = await freePort();
  server = await startAuthorizationServer(`http://127.0.0.1:${port}/mcp`);
  const letsIn = (headers: Headers) => {
    const shown = headers.get('authorization') ?? '';
    return shown === `Bearer ${key}` || (takesTokens && shown !== '');
  };
  small = await startSmallServer(letsIn, { port, issuer: server.issuer });
});
afterAll(async () => {
  await small.close();
  await server.close();
});
beforeEach(async () => {
  person = await personAtHome();
});
afterEach(() => person.close());

it('a token that the server refuses is not kept, and the doctor is named', async () => {
  takesTokens = false;
  const refused = await person.granthouse(['connect', small.url]);
  takesTokens = true;
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/refuses the token .*: granthouse doctor http\S+ --sign-in says more\n$/);
  expect((await person.granthouse(['connect', '--list'])).out).toBe('');
});

it('an access is taken back when a key takes its place', async () => {
  expect(await person.granthouse(['connect', small.url])).toMatchObject({ code: 0 });
  const before = await keptBy(person, small.url).load();
  if (!before) throw new Error('nothing is kept');
  const words = ['connect', small.url, '--api-key', 'KEY'];
  expect(await person.granthouse(words, { environment: { KEY: key } })).toMatchObject({ code: 0, err: '' });
  const network = guardedFetch({ besides: 'loopback' });
  await expect(refreshAuthorization(before, network)).rejects.toMatchObject({ code: 'sign_in_needed' });
  await network.close();
});
