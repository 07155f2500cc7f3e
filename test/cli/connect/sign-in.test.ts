/** Signing in from a command line: with a browser, without one, refused, broken off, renewed, with more scopes, and taken back. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorize } from '../../support/connect.ts';
import { freePort } from '../../support/free-port.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import type { Program } from '../../support/program.ts';
import { startSmallServer } from './small-server.ts';
import { keptBy, personAtHome, type PersonAtHome } from './person.ts';

let house: House;
let person: PersonAtHome;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  person = await personAtHome();
});
afterEach(() => person.close());

const connect = (...words: string[]) => person.granthouse(['connect', house.resource, ...words]);
const events = (name: string) =>
  house.authorizationServer.logged.filter((line) => line.includes(`"event":"${name}"`)).length;

const keeper = () => keptBy(person, house.resource);

/** The address that a program asks the person to open, which is all that it says of it. */
async function printedAddress(program: Program): Promise<URL> {
  const said = await program.complains('/auth');
  return new URL(/^ {2}(http\S+)$/m.exec(said)?.[1] ?? said);
}

describe('granthouse connect', () => {
  it('prints the address, and opens nothing where it is told so', async () => {
    const program = person.start(['connect', house.resource, '--no-browser']);
    const answer = await authorize(await printedAddress(program));
    expect((await fetch(answer)).status).toBe(200);
    expect(await program.ended).toMatchObject({ code: 0 });
    await expect(person.opened()).rejects.toThrow(/ENOENT/);
  });

  it('works where no browser is found', async () => {
    const environment = { BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '' };
    const program = person.start(['connect', house.resource], { environment });
    const url = await printedAddress(program);
    await program.complains('Open that address');
    await fetch(await authorize(url));
    expect(await program.ended).toMatchObject({ code: 0 });
  });

  it('says again what to type, for this server and this account', async () => {
    const refused = await person.granthouse(['tools', house.resource]);
    expect(refused.err).toMatch(new RegExp(`: granthouse connect ${house.resource}\n$`));
    const other = await person.granthouse(['tools', house.resource, '--account', 'work']);
    expect(other).toMatchObject({ code: 3 });
    expect(other.err).toMatch(new RegExp(`: granthouse connect ${house.resource} --account work\n$`));
  });

  it('signs in where it is told to, though the server lets everybody in', async () => {
    const open = await startSmallServer(() => true);
    const connected = await person.granthouse(['connect', open.url, '--sign-in']);
    await open.close();
    expect(connected).toMatchObject({ code: 1, out: '' });
    expect(connected.err).toMatch(/if it takes a key or headers, give them/);
  });

  it('says that the person refused, and keeps nothing', async () => {
    const program = person.start(['connect', house.resource, '--no-browser']);
    await fetch(await authorize(await printedAddress(program), { decision: 'deny' }));
    const { code, out, err } = await program.ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^granthouse: .* refused the sign-in: access_denied$/m);
    expect(await connect('--forget')).toMatchObject({ code: 1 });
  });

  it('hears only the answer to its own question', async () => {
    const program = person.start(['connect', house.resource, '--no-browser']);
    const answer = await authorize(await printedAddress(program));
    const forged = new URL(answer);
    forged.searchParams.set('state', 'of somebody else');
    expect((await fetch(forged)).status).toBe(404);
    expect((await fetch(answer)).status).toBe(200);
    expect(await program.ended).toMatchObject({ code: 0 });
  });

  it('ends at Ctrl-C, and has kept nothing', async () => {
    const program = person.start(['connect', house.resource, '--no-browser']);
    await printedAddress(program);
    program.signal('SIGINT');
    expect(await program.ended).toMatchObject({ code: null, out: '' });
    expect([...(await person.files()).keys()].filter((path) => !path.endsWith('/key'))).toEqual([]);
  });

  it('uses a client that the operator registered, with its secret and its port', async () => {
    const port = await freePort();
    const { client_id: id, client_secret: secret = '' } = await house.authorizationServer.clients.add({
      client_name: 'By hand',
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
    });
    const words = ['--client-id', id, '--client-secret', 'SECRET', '--issuer', house.issuer, '--port', String(port)];
    const connected = await person.granthouse(['connect', house.resource, ...words], {
      environment: { SECRET: secret },
    });
    expect(connected).toMatchObject({ code: 0 });
    expect((await keeper().load())?.client).toMatchObject({ clientId: id, how: 'pre-registered' });
    expect(connected.out + connected.err).not.toContain(secret);
  });

  it('shows no token, no code and no secret, and keeps none in the clear', async () => {
    const { out, err } = await connect();
    const { tokens } = (await keeper().load()) ?? {};
    for (const secret of [tokens?.accessToken, tokens?.refreshToken]) {
      expect(secret).toMatch(/.{20}/);
      expect(out + err).not.toContain(secret);
      for (const [path, text] of await person.files()) expect(path + text).not.toContain(secret);
    }
  });
});

describe('a connection that is kept', () => {
  it('is renewed once, however many commands find it ended', async () => {
    await connect();
    const kept = keeper();
    const before = await kept.load();
    if (!before) throw new Error('nothing is kept');
    await kept.save({ ...before, tokens: { ...before.tokens, expiresAt: 0 } });
    const repeated = events('refresh_family.grace_answered');
    const all = await Promise.all([1, 2, 3].map(() => person.granthouse(['tools', house.resource])));
    expect(all.map(({ code, err }) => ({ code, err }))).toEqual(all.map(() => ({ code: 0, err: '' })));
    expect(events('refresh_family.grace_answered')).toBe(repeated);
    expect((await kept.load())?.tokens.refreshToken).not.toBe(before.tokens.refreshToken);
  });

  it('says with 3 that it ended, and keeps its place', async () => {
    await connect();
    const kept = keeper();
    const before = await kept.load();
    if (!before) throw new Error('nothing is kept');
    await kept.save({ ...before, tokens: { accessToken: 'gone', refreshToken: 'gone too', expiresAt: 0 } });
    const ended = await person.granthouse(['tools', house.resource]);
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toMatch(/^granthouse: .*sign in again.*granthouse connect http\S+\/mcp\n$/);
    expect((await person.granthouse(['connect', '--list'])).out).toMatch(/\tended: connect again$/m);
  });

  it('asks for what a tool needs more, with 3 and the words that get it', async () => {
    await connect();
    const call = () => person.granthouse(['call', house.resource, 'add_order_note', note]);
    const note = '{"order_id": "1001", "note": "Called back"}';
    const refused = await call();
    expect(refused).toMatchObject({ code: 3, out: '' });
    const words = /granthouse connect http\S+ ((?:--scope \S+ ?)+)$/m.exec(refused.err)?.[1]?.trim().split(' ') ?? [];
    expect(words).toContain('orders:write');
    const connected = await connect(...words, '--json');
    expect(JSON.parse(connected.out)).toMatchObject({ scope: expect.arrayContaining(['orders:read', 'orders:write']) });
    expect((await call()).code).not.toBe(3);
  });

  it('gives way to a new one, and its client is used again', async () => {
    await connect();
    const before = await keeper().load();
    const again = await connect();
    expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/access from before is not used any more/) });
    const after = await keeper().load();
    expect(after?.client).toEqual(before?.client);
    expect(after?.tokens.accessToken).not.toBe(before?.tokens.accessToken);
  });

  it('is forgotten though its server is gone, and that is said', async () => {
    const gone = await startHouse();
    await person.granthouse(['connect', gone.resource]);
    await gone.close();
    const forgotten = await person.granthouse(['connect', gone.resource, '--forget']);
    expect(forgotten).toMatchObject({ code: 0, out: 'Forgotten.\n' });
    expect(forgotten.err).toMatch(/did not take the access back/);
    expect((await person.granthouse(['connect', '--list'])).out).toBe('');
  });
});
