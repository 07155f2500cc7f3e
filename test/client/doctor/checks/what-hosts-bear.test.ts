/** Faults that stop no host: they are told, and nobody is said not to connect for them. */
import { expect, it } from '@jest/globals';
import type { ExamineOptions, Finding } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { holdTimeouts, type HeldTimeouts } from '../../../support/held-timeouts.ts';
import { instead, members, refusal, sentBack } from '../patients/ailments.ts';
import { json, text } from '../patients/healthy/answers.ts';
import type { Ailment, Ailments } from '../patients/patient.ts';
import { findingOf, reported } from './reported.ts';

const hosts = hostProfiles().filter(({ id }) => id === 'vscode');
const isGet = ({ method, url }: Request) => method === 'GET' && new URL(url).pathname === '/mcp';
const open = async (url: URL) => {
  const answer = await fetch(url, { redirect: 'manual' });
  await answer.body?.cancel();
  await fetch(answer.headers.get('location') ?? '').then((page) => page.body?.cancel());
};

const withBearer = (answer: () => Response): Ailment =>
  refusal((given, request) => (request.headers.has('authorization') ? answer() : given));

const deny = (answer: URLSearchParams) => {
  answer.delete('code');
  answer.set('error', 'access_denied');
};

const reversed = (): Ailment => {
  let asked = 0;
  const keys = ['a', 'b'].map((kid) => ({ kty: 'EC', kid }));
  return instead('/jwks', () => json({ keys: (asked += 1) % 2 === 0 ? keys : keys.toReversed() }));
};

/** The patience of whoever asks is over at once. */
function silentAtGet(): Ailment {
  let timeouts: HeldTimeouts | undefined;
  return (request, healthy) => {
    timeouts ??= holdTimeouts();
    if (!isGet(request)) return healthy(request);
    timeouts.pass(15_000);
    return new Promise(() => undefined);
  };
}

type Expected = Partial<Pick<Finding, 'severity'>> & { readonly seen: RegExp };

it.each<[string, Ailments, ExamineOptions, string, Expected]>([
  [
    'every token is let in',
    { mcpServer: withBearer(() => json({ jsonrpc: '2.0', id: 1, result: {} })) },
    {},
    'challenge.wrong-token',
    { severity: 'problem', seen: /200/ },
  ],
  [
    'a wrong token makes it fail',
    { mcpServer: withBearer(() => text('oh', 500)) },
    {},
    'challenge.wrong-token',
    { severity: 'problem', seen: /500/ },
  ],
  [
    'GET shows a page to everybody',
    { mcpServer: (request, healthy) => (isGet(request) ? text('hello') : healthy(request)) },
    {},
    'challenge.get',
    { severity: 'problem', seen: /200/ },
  ],
  ['GET is not answered', { mcpServer: silentAtGet() }, {}, 'challenge.get', { severity: 'warning', seen: /./ }],
  [
    'a list of the resource is empty',
    { mcpServer: members('/.well-known/', () => ({ scopes_supported: [] })) },
    {},
    'resource-metadata.valid',
    { severity: 'note', seen: /without elements: scopes_supported/ },
  ],
  [
    'a list of the server is empty',
    { authorizationServer: members('/.well-known/', () => ({ ui_locales_supported: [], scopes_supported: [] })) },
    {},
    'server-metadata.valid',
    { severity: 'note', seen: /scopes_supported/ },
  ],
  [
    'the person says no to the doctor',
    { authorizationServer: sentBack(deny) },
    { open },
    'sign-in.answer',
    { severity: 'warning', seen: /access_denied/ },
  ],
])('where %s', async (_, ailments, options, check, { seen, ...expected }) => {
  const report = await reported(ailments, { hosts, ...options });
  expect(findingOf(report, check)).toMatchObject({ seen: expect.stringMatching(seen), ...expected });
  expect(report.verdicts).toMatchObject([{ connects: 'yes' }]);
});

it('finds nothing where the keys come in another order', async () => {
  const { passed } = await reported({ authorizationServer: reversed() }, { hosts });
  expect(passed).toContain('server-metadata.instances');
});

it('does not know who follows a redirect within one origin', async () => {
  const moved = () => new Response(null, { status: 307, headers: { location: '/mcp/' } });
  const { verdicts } = await reported({ mcpServer: instead('/mcp', moved) }, { hosts });
  expect(verdicts).toMatchObject([{ connects: 'unknown', checks: ['transport.redirect'] }]);
});

it.each([
  ['Invalid Host header', 421],
  ['{"jsonrpc":"2.0","error":{"code":-32000,"message":"Invalid Host: mcp.example"},"id":null}', 403],
])('says which name to allow where a server answers %s', async (said, status) => {
  const report = await reported({ mcpServer: () => new Response(said, { status }) }, { hosts });
  expect(findingOf(report, 'transport.streamable-http')).toMatchObject({
    remedy: expect.stringMatching(/^Add 127\.0\.0\.1:\d+ to the hosts/),
  });
});

it('tells a page of another site quietly where it has no credential to show', async () => {
  const oauth = await reported({ mcpServer: refusal((answer) => answer) }, { hosts });
  expect(findingOf(oauth, 'transport.origin')?.severity ?? 'note').toBe('note');
});

it('names no host for want of CORS whose own server asks in the place of its page', async () => {
  const asking = hostProfiles().filter(({ id }) => ['mcp-inspector', 'mcpjam', 'use-mcp'].includes(id));
  const report = await reported({}, { hosts: asking });
  expect(findingOf(report, 'challenge.browser')).toMatchObject({ severity: 'note', hosts: ['use-mcp'] });
});
