/** Connecting again: what worked goes on working until something else does, and nothing is ended that could end the new one. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { json, startScriptedHouse, tokens, type ScriptedHouse } from '../../support/scripted-house.ts';
import { keptBy, personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

/** The authorization server: it gives out one token after the other. */
let house: ScriptedHouse;
let small: SmallServer;
let person: PersonAtHome;

beforeEach(async () => {
  house = await startScriptedHouse();
  [small, person] = await Promise.all([
    startSmallServer((headers) => headers.has('authorization'), { issuer: house.origin }),
    personAtHome(),
  ]);
});
afterEach(async () => {
  await person.close();
  await small.close();
  await house.close();
});

const kept = async () => (await keptBy(person, small.url).load())?.tokens.refreshToken;
const revoked = () => house.forms('/revoke').map((form) => form.get('token'));

/** A program that waits for its person, and where it has sent them. */
async function signingIn(...words: string[]) {
  const program = person.start(['connect', small.url, '--no-browser', ...words]);
  const said = await program.complains('/authorize');
  return { program, url: new URL(/^ {2}(http\S+)$/m.exec(said)?.[1] ?? said) };
}

async function signedIn(name: string, ...words: string[]) {
  house.routes['POST /token'] = json({
    ...tokens,
    access_token: `access ${name}`.replace(' ', '-'),
    refresh_token: name,
  });
  const { program, url } = await signingIn(...words);
  await fetch(house.answerTo(url));
  return program.ended;
}

it('leaves what worked to a person who closes the browser', async () => {
  await signedIn('first');
  const { program } = await signingIn();
  program.signal('SIGINT');
  await program.ended;
  expect(await kept()).toBe('first');
  expect(revoked()).toEqual([]);
  expect(await person.granthouse(['tools', small.url])).toMatchObject({ code: 0, err: '' });
});

it('leaves it to a person who refuses', async () => {
  await signedIn('first');
  const { program, url } = await signingIn();
  await fetch(house.answerTo(url, { code: undefined, error: 'access_denied' }));
  expect(await program.ended).toMatchObject({ code: 1 });
  expect(await kept()).toBe('first');
});

it('revokes nothing of the same client, for that may end all that it was granted', async () => {
  await signedIn('first');
  const again = await signedIn('second');
  expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/it can be ended there/) });
  expect(await kept()).toBe('second');
  expect(revoked()).toEqual([]);
});

it('revokes the old one when the new one is of another client, and says nothing of it', async () => {
  await signedIn('first');
  house.routes['GET /authorize'] = () => new Response(null, { status: 400 });
  house.routes['POST /register'] = json({ client_id: 'another' }, { status: 201 });
  const again = await signedIn('second');
  expect(again).toMatchObject({ code: 0, err: expect.not.stringMatching(/from before/) });
  expect(await kept()).toBe('second');
  expect(revoked()).toEqual(['first', 'access-first']);
});

it('says nothing of an access that had ended', async () => {
  await signedIn('first');
  const keeper = keptBy(person, small.url);
  const before = await keeper.load();
  if (!before) throw new Error('nothing is kept');
  await keeper.save({ ...before, ended: 'invalid_grant' });
  expect(await signedIn('second')).toMatchObject({ code: 0, err: expect.not.stringMatching(/from before/) });
});
