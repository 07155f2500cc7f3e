/** Keys and headers: values come from the environment or standard input, are kept sealed, and are shown to nobody but the server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../support/free-port.ts';
import { personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

const key = 'hunter2-the-key-of-ada';
const environment = { ORDERS_KEY: key, ORDERS_TEAM: 'team-7' };
let byKey: SmallServer;
let byHeaders: SmallServer;
let open: SmallServer;
let person: PersonAtHome;

beforeAll(async () => {
  byKey = await startSmallServer((headers) => headers.get('authorization') === `Bearer ${key}`);
  byHeaders = await startSmallServer((headers) => headers.get('x-key') === key && headers.get('x-team') === 'team-7');
  open = await startSmallServer(() => true);
  person = await personAtHome();
});
afterAll(async () => {
  await person.close();
  await Promise.all([byKey, byHeaders, open].map((server) => server.close()));
});

async function expectNothingShown(): Promise<void> {
  for (const [path, text] of await person.files()) expect(path + text).not.toContain('hunter2');
}

describe('granthouse connect', () => {
  it('keeps an API key that an environment variable holds, once the server has taken it', async () => {
    const connected = await person.granthouse(['connect', byKey.url, '--api-key', 'ORDERS_KEY'], { environment });
    expect(connected).toMatchObject({ code: 0, err: '' });
    expect(connected.out).toMatch(/^Connected to small 1\.0\.0, with an API key\.\nIt offers 4 tools: /);
    expect(connected.out).not.toContain('hunter2');
    expect(await person.granthouse(['call', byKey.url, 'echo', '{"id": 7}'])).toEqual({
      code: 0,
      out: '{"id":7}\n',
      err: '',
    });
    await expectNothingShown();
  });

  it('takes a key from standard input where - stands for the variable', async () => {
    const words = ['connect', byKey.url, '--api-key', '-', '--account', 'piped', '--json'];
    const connected = await person.granthouse(words, { input: `${key}\n` });
    expect(connected).toMatchObject({ code: 0 });
    expect(JSON.parse(connected.out)).toMatchObject({ account: 'piped', authentication: 'api-key', tools: 4 });
    expect(connected.out).not.toContain('hunter2');
  });

  it('keeps headers, one from the environment and one from standard input', async () => {
    const words = ['connect', byHeaders.url, '--header', 'X-Key', '--header', 'X-Team=ORDERS_TEAM'];
    const connected = await person.granthouse(words, { environment, input: `${key}\n` });
    expect(connected).toMatchObject({ code: 0 });
    expect(connected.out).toMatch(/with headers \(X-Key, X-Team\)/);
    expect(await person.granthouse(['tools', byHeaders.url])).toMatchObject({ code: 0 });
    await expectNothingShown();
  });

  it('says that a server asks for nothing', async () => {
    const connected = await person.granthouse(['connect', open.url]);
    expect(connected).toMatchObject({ code: 0, err: '' });
    expect(connected.out).toMatch(/without a credential: the server asks for none/);
  });

  it('keeps no key that the server refuses', async () => {
    const words = ['connect', byKey.url, '--api-key', 'WRONG', '--account', 'wrong'];
    const refused = await person.granthouse(words, { environment: { WRONG: 'hunter2-wrong' } });
    expect(refused).toMatchObject({ code: 3, out: '' });
    expect(refused.err).toMatch(
      /^granthouse: .*refuses this credential: granthouse connect \S+ --account wrong --api-key VARIABLE\n$/,
    );
    expect(refused.err).not.toContain('hunter2');
    expect((await person.granthouse(['connect', '--list'])).out).not.toMatch(/wrong/);
  });

  it('says what to give to a server that asks for a credential and publishes no OAuth', async () => {
    const refused = await person.granthouse(['connect', byKey.url, '--account', 'other']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/--api-key VARIABLE or --header NAME=VARIABLE/);
  });

  it('lists what is kept, and forgets it', async () => {
    const listed = await person.granthouse(['connect', '--list']);
    expect(listed).toMatchObject({ code: 0, err: 'ADDRESS\tACCOUNT\tCREDENTIAL\tISSUER\tSTATE\n' });
    expect(listed.out).toContain(`${byKey.url}\tdefault\tapi-key`);
    expect(listed.out).toContain(`${byKey.url}\tpiped\tapi-key`);
    const forgotten = await person.granthouse(['connect', byKey.url, '--forget', '--account', 'piped']);
    expect(forgotten).toEqual({ code: 0, out: 'Forgotten.\n', err: '' });
    const again = await person.granthouse(['connect', byKey.url, '--forget', '--account', 'piped']);
    expect(again).toMatchObject({ code: 1, out: '' });
    const call = await person.granthouse(['tools', byKey.url, '--account', 'piped']);
    expect(call).toMatchObject({ code: 3 });
    expect(await person.granthouse(['tools', byKey.url])).toMatchObject({ code: 0 });
  });
});

describe('granthouse tools and call', () => {
  it('take a key for once, and keep nothing', async () => {
    const stranger = await personAtHome();
    const words = ['call', byKey.url, 'echo', '{"id": 1}', '--api-key', 'ORDERS_KEY', '--json'];
    const called = await stranger.granthouse(words, { environment });
    expect(JSON.parse(called.out)).toMatchObject({ structuredContent: { input: { id: 1 } } });
    expect(await stranger.files()).toEqual(new Map());
    await stranger.close();
  });

  it('show what each tool takes, and nothing that a terminal obeys', async () => {
    const { out } = await person.granthouse(['tools', open.url]);
    expect(out).toMatch(/^echo\n {4}Says again what it heard\.\n {4}input: id \(required\), note\nwait\n/);
    expect(out).toContain('wait\n    Never ends. It waits.\n\n    Then \uFFFD[2J it waits.\nfail\n');
    const called = await person.granthouse(['call', open.url, 'paint']);
    expect(called.out).toBe('one\n\uFFFD[31mtwo\tthree\n[image image/png: --json shows it]\n');
    // eslint-disable-next-line no-control-regex
    expect(out + called.out).not.toMatch(/\u001B/);
  });

  it('end with 4 when the tool says that it failed', async () => {
    const failed = await person.granthouse(['call', open.url, 'fail']);
    expect(failed).toEqual({
      code: 4,
      out: 'the warehouse is closed\n',
      err: 'granthouse: the tool says that it failed\n',
    });
  });

  it('take input in several lines, and from standard input', async () => {
    const input = '{\n  "id": 2,\n  "note": "two\\nlines"\n}';
    const called = await person.granthouse(['call', open.url, 'echo', input]);
    expect(called.out).toBe('{"id":2,"note":"two\\nlines"}\n');
    expect((await person.granthouse(['call', open.url, 'echo', '-'], { input })).out).toBe(called.out);
  });

  it('end with 130 at Ctrl-C while a tool works', async () => {
    const called = open.called('wait');
    const program = person.start(['call', open.url, 'wait']);
    await called;
    program.signal('SIGINT');
    expect(await program.ended).toEqual({ code: 130, out: '', err: 'granthouse: stopped\n' });
  });

  it.each([
    ['Echo', /the server offers no tool "Echo", perhaps echo$/m],
    ['sing', /the server offers no tool "sing": granthouse tools URL lists them$/m],
  ])('know of no tool "%s"', async (tool, mistake) => {
    const { code, out, err } = await person.granthouse(['call', open.url, tool]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(mistake);
  });

  it('end with 1 for a server that is not there, and say so in a sentence', async () => {
    const called = await person.granthouse(['tools', `http://127.0.0.1:${await freePort()}/mcp`]);
    expect(called).toMatchObject({ code: 1, out: '' });
    expect(called.err).toMatch(/^granthouse: 127\.0\.0\.1:\d+ can't be reached: nothing listens there\n$/);
  });
});

describe('what is called wrongly', () => {
  it.each([
    [['connect'], /expected URL/],
    [['connect', 'orders'], /URL is the whole address/],
    [['connect', 'file:///etc/passwd'], /URL is the whole address/],
    [['connect', 'https://ada:hunter2@orders.example.com/mcp'], /no user name and no password/],
    [['connect', 'https://orders.example.com/mcp', '--api-key', 'sk-hunter2-secret'], /never the value/],
    [['tools', 'https://orders.example.com/mcp', '--header', 'X-Key: hunter2'], /NAME or NAME=VARIABLE, and no value/],
    [['tools', 'https://orders.example.com/mcp', '--header', 'X-Key=sk-hunter2'], /never the value/],
    [['tools', 'https://orders.example.com/mcp', '--header', 'Host=A'], /not for credentials/],
    [['tools', 'https://orders.example.com/mcp', '--header', 'X-K=A', '--header', 'x-k=A'], /comes once/],
    [['connect', 'https://orders.example.com/mcp', '--api-key', 'A', '--header', 'X=B'], /not both/],
    [['connect', 'https://orders.example.com/mcp', '--client-secret', 'A'], /beside --client-id/],
    [['connect', 'https://orders.example.com/mcp', '--port', '70000'], /a port from 1/],
    [['call', 'https://orders.example.com/mcp'], /expected URL TOOL \[INPUT\]/],
    [['call', 'https://orders.example.com/mcp', 'echo', '[1]'], /a JSON object/],
    [['call', 'https://orders.example.com/mcp', 'echo', '{"password": hunter2}'], /a JSON object/],
  ])('%j: the mistake is said, a secret is not repeated, status 2', async (words, mistake) => {
    const { code, out, err } = await person.granthouse(words, { environment: { A: 'a', B: 'b' } });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(mistake);
    expect(err).not.toContain('hunter2');
  });

  it('a variable that is not set is not repeated: it may be the secret itself', async () => {
    const words = ['tools', open.url, '--api-key', 'hunter2_is_the_key'];
    const { code, err } = await person.granthouse(words);
    expect(code).toBe(1);
    expect(err).toMatch(/the environment variable that --api-key names is not set/);
    expect(err).not.toContain('hunter2');
  });
});
