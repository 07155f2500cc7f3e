/** How a server lets people in, as the checks that only read see it: by OAuth old and new, by a key, by headers, or not at all. */
import { expect, it } from '@jest/globals';
import { apiKey, ownHeaders, type Credential } from '@granthouse/client';
import { challenge, instead, members, refusal } from '../patients/ailments.ts';
import { html, json } from '../patients/healthy/answers.ts';
import { key } from '../patients/healthy/mcp-server.ts';
import type { Ailments } from '../patients/patient.ts';
import { findingOf, reported } from './reported.ts';

const ofResource = '/.well-known/oauth-protected-resource';
const ofServer = '/.well-known/oauth-authorization-server';

it('takes metadata for a parent of the address, and names the hosts that do not', async () => {
  const parent = members(ofResource, ({ resource }) => ({ resource: new URL(String(resource)).origin }));
  const found = findingOf(await reported({ mcpServer: parent }), 'resource-metadata.resource');
  expect(found).toMatchObject({ severity: 'warning', hosts: expect.arrayContaining(['claude-hosted', 'vscode']) });
  expect(found?.hosts).not.toContain('codex-cli');
});

it('sees the way of 2025-03-26, and goes on with the server at the origin', async () => {
  const alone: Ailments['mcpServer'] = async (request, healthy) => {
    if (request.url.endsWith(ofServer))
      return json({ issuer: 'https://auth.example', authorization_endpoint: 'https://auth.example/a' });
    if (request.url.includes('/.well-known/')) return json({ error: 'not_found' }, 404);
    return challenge(() => 'Bearer')(request, healthy);
  };
  const report = await reported({ mcpServer: alone });
  expect(findingOf(report, 'resource-metadata.found')).toMatchObject({ severity: 'warning', seen: /2025-03-26/ });
  expect(report.way).toBe('oauth');
});

it.each<[string, Credential]>([
  ['a key', apiKey(key)],
  ['headers', ownHeaders({ authorization: `Bearer ${key}` })],
])('sees that %s gets in, and that the mistyped one does not', async (_, credential) => {
  const report = await reported({ mcpHabits: { credentials: 'key' } }, { credential });
  expect(report).toMatchObject({ way: 'credential' });
  expect(report.passed).toEqual(expect.arrayContaining(['credential.accepted', 'credential.wrong-key']));
});

/** As a stock guard of Spring Security. */
const silently = refusal(() => new Response(null, { status: 403 }));

it('looks past a silent 403 with a key that gets in: who brings one never asks without', async () => {
  const options = { credential: apiKey(key) };
  const report = await reported({ mcpHabits: { credentials: 'key' }, mcpServer: silently }, options);
  expect(report).toMatchObject({ way: 'credential' });
  expect(findingOf(report, 'challenge.status')).toMatchObject({ severity: 'note', fault: 'mcp-server' });
  expect(report.passed).toEqual(
    expect.arrayContaining(['credential.accepted', 'credential.wrong-key', 'tools.listed']),
  );
  expect(report.verdicts).toContainEqual(expect.objectContaining({ host: 'vscode', connects: 'yes' }));
});

it('blames the server for a silent 403, and the way there for one with a page', async () => {
  const byServer = await reported({ mcpServer: silently });
  expect(findingOf(byServer, 'challenge.status')).toMatchObject({ severity: 'problem', fault: 'mcp-server' });
  const byGateway = await reported({ mcpServer: refusal(() => html(403)) });
  expect(findingOf(byGateway, 'transport.streamable-http')).toMatchObject({ severity: 'problem', fault: 'network' });
});

it('blames the key alone where it is not known, and looks at no tools with it', async () => {
  const report = await reported({ mcpHabits: { credentials: 'key' } }, { credential: apiKey('another-key') });
  expect(report.findings.filter(({ severity }) => severity === 'problem')).toMatchObject([
    { check: 'credential.accepted', fault: 'credential' },
  ]);
  const reason = 'the key or the headers that were given do not get in';
  expect(report.skipped).toContainEqual({ check: 'tools.listed', reason });
});

it('sees a server that asks for nothing, and judges nothing of OAuth', async () => {
  const report = await reported({ mcpHabits: { credentials: 'none' } });
  expect(report).toMatchObject({ way: 'open', findings: expect.not.arrayContaining([{ severity: 'problem' }]) });
  expect(report.skipped).toContainEqual({ check: 'server-metadata.pkce', reason: 'the server asks for no credential' });
});

it('takes a bare 401 without any metadata for one of keys, and says what OAuth would need', async () => {
  const bare: Ailments['mcpServer'] = (request, healthy) =>
    request.url.includes('/.well-known/') ? json({}, 404) : challenge(() => undefined)(request, healthy);
  const report = await reported({ mcpServer: bare });
  expect(report).toMatchObject({ way: 'credential' });
  const remedy = expect.stringMatching(/OAuth.*publish the metadata of the resource \(RFC 9728 §3\)/);
  expect(findingOf(report, 'challenge.bearer')).toMatchObject({ severity: 'note', remedy });
});

it('does not ask a server on the way that no host may ask, and names who named it', async () => {
  const inside = challenge((written) =>
    written.replace(/resource_metadata="[^"]*/, 'resource_metadata="http://10.0.0.1/m'),
  );
  const report = await reported({ mcpServer: inside });
  expect(findingOf(report, 'resource-metadata.found')).toMatchObject({ severity: 'problem', fault: 'mcp-server' });
  expect(report.exchanges.filter(({ url }) => url.includes('10.0.0.1'))).toEqual([]);
});

it('waits for the challenge of a server that lets everybody begin', async () => {
  const result = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'o', version: '1' },
  };
  const later: Ailments['mcpServer'] = async (request, healthy) => {
    const body = request.method === 'POST' ? await request.clone().text() : '';
    if (!body.includes('"initialize"')) return healthy(request);
    return request.headers.has('origin') ? json({}, 403) : json({ jsonrpc: '2.0', id: 1, result });
  };
  const report = await reported({ mcpServer: later });
  expect(report).toMatchObject({ way: 'oauth' });
  const severe = report.findings.filter(({ severity }) => severity !== 'note');
  expect(severe.map(({ check }) => check)).toEqual(['network.address']);
  expect(report.passed).toContain('server-metadata.pkce');
});

it('sees a gateway that gives the challenge another name', async () => {
  const renamed = refusal((answer) => {
    const headers = { 'x-amzn-remapped-www-authenticate': answer.headers.get('www-authenticate') ?? '' };
    return new Response(null, { status: 401, headers });
  });
  const found = findingOf(await reported({ mcpServer: renamed }), 'challenge.bearer');
  expect(found).toMatchObject({ fault: 'network', seen: expect.stringContaining('x-amzn-remapped-www-authenticate') });
});

it('sees a rule against robots, and whom it stops', async () => {
  const isRobot = ({ headers }: Request) => /python/i.test(headers.get('user-agent') ?? '');
  const rule = instead('/mcp', () => new Response('Just a moment', { status: 403 }));
  const found = findingOf(
    await reported({ mcpServer: (request, healthy) => (isRobot(request) ? rule(request, healthy) : healthy(request)) }),
    'transport.user-agent',
  );
  expect(found).toMatchObject({ fault: 'network', severity: 'problem', hosts: ['claude-hosted'] });
});
