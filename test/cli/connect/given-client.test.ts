/** A client that was registered by hand: its secret goes to the authorization server that the person named, whatever a server names. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../support/free-port.ts';
import { startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { keptBy, personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

const environment = { SECRET: 'hunter2secret' };
/** Two authorization servers: the one that gave the client, and one that wants its secret. */
let giver: ScriptedHouse;
let thief: ScriptedHouse;
let person: PersonAtHome;
let small: SmallServer;

beforeEach(async () => {
  [giver, thief, person] = await Promise.all([startScriptedHouse(), startScriptedHouse(), personAtHome()]);
  small = await serverOf(giver, await freePort());
});
afterEach(async () => {
  await person.close();
  await Promise.all([small, giver, thief].map((each) => each.close()));
});

const serverOf = ({ origin }: ScriptedHouse, port: number) =>
  startSmallServer((headers) => headers.has('authorization'), { issuer: origin, port });

/** The same MCP server from now on names another authorization server. */
async function turnTo(house: ScriptedHouse) {
  await small.close();
  small = await serverOf(house, Number(new URL(small.url).port));
}

const withSecret = (...more: string[]) => ['--client-id', 'ours', '--client-secret', 'SECRET', ...more];
const connect = (words: string[]) => person.granthouse(['connect', small.url, ...words], { environment });

/** As far as the person's part, which is played here. */
async function signedIn(words: string[]) {
  const program = person.start(['connect', small.url, '--no-browser', ...words], { environment });
  const said = await program.complains('/authorize');
  await fetch(giver.answerTo(new URL(/^ {2}(http\S+)$/m.exec(said)?.[1] ?? said)));
  return program.ended;
}

const proofs = ({ asked }: ScriptedHouse) =>
  asked.filter(({ what }) => what === 'POST /token').map(({ headers }) => headers.get('authorization'));
const proof = `Basic ${Buffer.from('ours:hunter2secret').toString('base64')}`;

describe('a client secret', () => {
  it('CL-8: is not sent where an MCP server names another issuer, nor is anybody led there', async () => {
    await turnTo(thief);
    const refused = await connect(withSecret('--issuer', giver.origin));
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toContain(`is of ${giver.origin}, and the resource names ${thief.origin}`);
    expect(refused.err).toContain('ask whoever runs the server which one is right');
    expect(refused.err).not.toMatch(/\/authorize|--client-id/);
    expect(thief.asked.filter(({ what }) => what.startsWith('POST'))).toEqual([]);
  });

  it.each([
    [withSecret(), /--client-secret comes beside --issuer URL/],
    [withSecret('--issuer', 'auth.example.com'), /--issuer is the whole address/],
    [['--issuer', 'https://auth.example.com'], /come beside --client-id/],
  ])('is given with its issuer: %j', async (words, said) => {
    expect(await connect(words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
    expect(small.seen).toEqual([]);
  });

  it('is not asked for again, and CL-8: not sent to whom the server names later', async () => {
    expect(await signedIn(withSecret('--issuer', giver.origin))).toMatchObject({ code: 0 });
    expect(await signedIn(['--scope', 'orders:write'])).toMatchObject({ code: 0 });
    expect(proofs(giver)).toEqual([proof, proof]);
    await turnTo(thief);
    expect(await connect(['--scope', 'orders:write'])).toMatchObject({ code: 3, out: '' });
    expect(proofs(thief)).toEqual([]);
    expect((await keptBy(person, small.url).load())?.issuer).toBe(giver.origin);
  });
});
