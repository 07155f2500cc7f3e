/** The run of an examination: order, skipping, secrets and bounds, with checks made for the test. */
import type { RequestListener } from 'node:http';
import { expect, it } from '@jest/globals';
import type { Fetch } from '@granthouse/client';
import { type Check, examine, type Found } from '@granthouse/client/doctor';
import { check, found, run, serving } from './made-checks.ts';

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
