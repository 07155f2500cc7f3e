/** The run of an examination: order, skipping, secrets and bounds, with checks made for the test. */
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { apiKey, type Fetch } from '@granthouse/client';
import { type Check, examine, type Found } from '@granthouse/client/doctor';
import { listening } from './listening.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serving(listener: RequestListener): Promise<string> {
  const { origin, close } = await listening(createServer(listener));
  closing.push(close);
  return `${origin}/mcp`;
}

const found: Found = {
  seen: 'it was seen',
  expected: 'another',
  remedy: 'Mend it.',
  fault: 'mcp-server',
  severity: 'problem',
};
const check = (id: string, rest: Partial<Check> = {}): Check => ({
  id,
  section: 'RFC 9728 §3',
  asks: 'Is it?',
  judge: () => Promise.resolve([]),
  ...rest,
});
const run = (checks: readonly Check[], options = {}) =>
  examine('http://127.0.0.1:9/mcp', { network: { besides: 'loopback' }, hosts: [], checks, ...options });

it('makes each check in its order, and says which it is at', async () => {
  const heard: string[] = [];
  const onCheck = ({ id }: Check, { number, of }: { number: number; of: number }) =>
    heard.push(`${number}/${of} ${id}`);
  const { passed } = await run([check('a'), check('b')], { onCheck });
  expect([heard, passed]).toEqual([
    ['1/2 a', '2/2 b'],
    ['a', 'b'],
  ]);
});

it('skips what builds on a failed check, and what builds on that, and says why', async () => {
  const judge = () => Promise.resolve([found]);
  const report = await run([check('a', { judge }), check('b', { after: ['a'] }), check('c', { after: ['b'] })]);
  expect(report.findings).toMatchObject([{ check: 'a', section: 'RFC 9728 §3', remedy: 'Mend it.' }]);
  expect(report.skipped).toEqual([
    { check: 'b', reason: 'it builds on a, which failed' },
    { check: 'c', reason: 'it builds on a, which failed' },
  ]);
});

it.each<[string, Found]>([
  ['a warning', { ...found, severity: 'warning' }],
  ['a problem of some hosts alone', { ...found, hosts: ['cursor'] }],
])('goes on behind %s', async (_, each) => {
  const report = await run([check('a', { judge: () => Promise.resolve([each]) }), check('b', { after: ['a'] })]);
  expect(report.passed).toEqual(['b']);
});

it('tells the worst first, and the order of the checks within', async () => {
  const judge = (severity: Found['severity']) => () => Promise.resolve([{ ...found, severity }]);
  const all = [check('a', { judge: judge('note') }), check('b', { judge: judge('problem') })];
  const { findings } = await run([...all, check('c', { judge: judge('warning') })]);
  expect(findings.map((each) => each.check)).toEqual(['b', 'c', 'a']);
});

it.each<[Check['needs'], string]>([
  ['register', 'it registers a client, which was not allowed'],
  ['sign-in', 'a person has to sign in for it, which was not allowed'],
  ['credential', 'it needs a key or headers of the server, and none were given'],
])('does nothing that needs %s without it', async (needs, reason) => {
  const judge = () => Promise.reject(new Error('was made'));
  const { skipped } = await run([check('a', { judge, ...(needs && { needs }) })]);
  expect(skipped).toEqual([{ check: 'a', reason, needs }]);
});

it('skips what has nothing to judge, in the words of the check', async () => {
  const { skipped } = await run([check('a', { unless: () => 'the server is open' }), check('b', { after: ['a'] })]);
  expect(skipped.map(({ reason }) => reason)).toEqual(['the server is open', 'the server is open']);
});

it('finds a server that does not answer, and throws nothing', async () => {
  const judge: Check['judge'] = async (probe) => (await probe.ask(probe.endpoint), []);
  const { findings } = await run([check('a', { judge })]);
  expect(findings).toMatchObject([{ check: 'a', severity: 'problem', fault: 'network' }]);
});

it('costs one check and tells it, when a check itself is at fault', async () => {
  const judge = () => Promise.reject(new TypeError('no such member'));
  const { skipped, passed } = await run([check('a', { judge }), check('b')]);
  expect([skipped, passed]).toEqual([
    [{ check: 'a', reason: 'the doctor failed at it: TypeError: no such member' }],
    ['b'],
  ]);
});

it('asks the same question once, and another one again', async () => {
  const url = await serving((_, response) => response.end('{"a":1}'));
  const judge: Check['judge'] = async ({ ask, endpoint }) => {
    const [first] = [await ask(endpoint), await ask(endpoint), await ask(endpoint, { method: 'POST' })];
    expect(first.json).toEqual({ a: 1 });
    return [];
  };
  const network = { besides: 'loopback' as const };
  const { exchanges } = await examine(url, { network, hosts: [], checks: [check('a', { judge })] });
  expect(exchanges.map(({ method }) => method)).toEqual(['GET', 'POST']);
});

it('tells no secret: none that was given, none that came, and none that was hidden', async () => {
  const answer = { access_token: 'issued-1', client_secret: 'issued-2', note: 'key-12345 was sent, and own-98765' };
  const url = await serving((request, response) => {
    response.writeHead(200, { 'set-cookie': 'session=issued-3', location: `/back?code=issued-4&error=no` });
    response.end(JSON.stringify({ ...answer, path: request.url }));
  });
  const judge: Check['judge'] = async (probe) => {
    probe.hide('own-98765');
    const { text } = await probe.ask(`${url}?state=issued-5`);
    expect(text).toContain('issued-1');
    return [{ ...found, seen: text }];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], credential: apiKey('key-12345') };
  const told = JSON.stringify(await examine(url, { ...options, checks: [check('a', { judge })] }));
  expect(told).not.toMatch(/issued-|12345|98765/);
  expect(told).toContain('error=no');
});

it.each<[string, RequestListener]>([
  ['that never ends', (_, response) => void response.writeHead(200).write('a')],
  ['of a gigabyte', (_, response) => endless(response)],
])('bears an answer %s', async (_, listener) => {
  const url = await serving(listener);
  const judge: Check['judge'] = async ({ ask, endpoint }) => {
    expect((await ask(endpoint)).text.length).toBeLessThanOrEqual(262_144);
    return [];
  };
  const network = { besides: 'loopback' as const };
  expect(await examine(url, { network, hosts: [], checks: [check('a', { judge })] })).toMatchObject({ passed: ['a'] });
});

function endless(response: Parameters<RequestListener>[1]): void {
  if (response.destroyed) return;
  response.write('a'.repeat(65_536), () => endless(response));
}

it('reads a stream up to its first message', async () => {
  const url = await serving((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('id: 1\ndata:\n\nevent: message\ndata: {"result":{}}\n\n');
  });
  const judge: Check['judge'] = async ({ ask, endpoint }) => {
    expect((await ask(endpoint)).json).toEqual({ result: {} });
    return [];
  };
  const network = { besides: 'loopback' as const };
  expect(await examine(url, { network, hosts: [], checks: [check('a', { judge })] })).toMatchObject({ passed: ['a'] });
});

it('ends at a number of exchanges, however long a server leads on', async () => {
  const url = await serving((_, response) => response.end());
  const ask = async (fetch: Fetch) => {
    for (;;) await (await fetch(url)).text();
  };
  const judge: Check['judge'] = async ({ fetch }) => await ask(fetch);
  const network = { besides: 'loopback' as const };
  const { findings, exchanges } = await examine(url, { network, hosts: [], checks: [check('a', { judge })] });
  expect([findings[0]?.seen, exchanges.length]).toEqual([expect.stringContaining('more than 400 times'), 400]);
});

it('ends when the answers have taken too long, all together', async () => {
  const url = await serving((_, response) => void setImmediate(() => response.end()));
  const judge: Check['judge'] = async (probe) => {
    await probe.ask(probe.endpoint);
    await probe.ask(probe.endpoint, { method: 'POST' });
    return [];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], timeLimit: 0.001 };
  const { findings } = await examine(url, { ...options, checks: [check('a', { judge })] });
  expect(findings).toMatchObject([{ severity: 'problem', seen: expect.stringContaining('took longer') }]);
});

it('tells no key that is in the address, and leaves the words around a secret', async () => {
  const url = `${await serving((_, response) => response.end('Bearer realm, Bearer sk-9876'))}?key=in-the-address`;
  const judge: Check['judge'] = async (probe) => {
    const { text } = await probe.ask(probe.endpoint);
    return [{ ...found, seen: text, expected: probe.endpoint.href, remedy: `Ask ${probe.endpoint.href}.` }];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], credential: apiKey('sk-9876') };
  const report = await examine(url, { ...options, checks: [check('a', { judge })] });
  expect(JSON.stringify(report)).not.toMatch(/in-the-address|9876/);
  expect(report.findings[0]?.seen).toBe('Bearer realm, [redacted]');
});
