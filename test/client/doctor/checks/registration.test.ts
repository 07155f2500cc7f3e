/** Registration, judged: each host as it registers, and which part of it is refused. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { registrationChecks } from '../../../../packages/client/src/doctor/checks/registration/index.ts';
import { startAuthorizationServer, type RunningServer } from '../../../support/authorization-server.ts';
import { listening } from '../listening.ts';
import { metadataOf } from './learning.ts';
import { answering, closeAll, examined, isDangerous, refusing, verdictsOf } from './registering.ts';

const closing: Array<() => Promise<void>> = [closeAll];
afterAll(async () => {
  for (const close of closing) await close();
});

async function startEngine(): Promise<object> {
  const { port, close } = await listening(createServer((request, response) => void handle(request, response)));
  closing.push(close);
  const issuer = `http://localhost:${port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    // Registration alone is asked for, and nobody comes back.
    adapter: () => ({ upsert: () => Promise.resolve(), find: () => Promise.resolve(undefined) }) as never,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'a', alg: 'RS256', use: 'sig' }] },
    features: { registration: { enabled: true }, devInteractions: { enabled: false } },
    renderError: (context, out) => void (context.body = out.error),
  });
  const handle = provider.callback();
  return (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
}

describe('at our own authorization server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startAuthorizationServer('http://localhost:9/mcp', { limits: { times: 1000 } });
    closing.push(() => server.close());
  });

  it('every host that registers by itself is registered as it registers, and nothing is found', async () => {
    const report = await examined(await metadataOf(server.issuer));
    expect(report.findings).toEqual([]);
    expect(report.passed).toEqual(expect.arrayContaining(registrationChecks.map(({ id }) => id)));
    const because = 'the server asks for OAuth, and it has none; a token can be given to it as a header';
    expect(report.verdicts.filter(({ connects }) => connects === 'no')).toMatchObject([
      { host: 'jetbrains-ai', because },
      { host: 'sdk-java', because },
    ]);
    const { duvo, cursor, v0 } = verdictsOf(report);
    expect(duvo).toEqual(['yes', 'OAuth, DCR found, and taken in every form that it may have']);
    expect(cursor).toEqual(['yes', 'OAuth, DCR found, and taken as it sends it']);
    expect(v0).toEqual(['yes', 'OAuth, client ID metadata documents found']);
  });
});

it('a stock engine refuses Cursor for its scheme and connects the others, as it is said to', async () => {
  const stock = await startEngine();
  const { findings, ...report } = await examined(stock, [
    'cursor',
    'duvo',
    'claude-hosted',
    'gemini-cli',
    'mcp-remote',
  ]);
  const refused = findings.filter(({ check }) => check === 'registration.hosts');
  expect(refused.map(({ severity, hosts, remedy }) => [severity, hosts, remedy])).toEqual([
    ['warning', ['cursor'], expect.stringMatching(/as native when one of its redirect URIs is .* private-use/)],
    ['warning', ['gemini-cli'], expect.stringContaining('without {"scope":""}')],
  ]);
  const { cursor, ...others } = verdictsOf({ findings, ...report });
  expect(cursor).toEqual(['no', expect.stringMatching(/^it registers cursor:\S+, answered 400 invalid_redirect_uri/)]);
  expect(others).toMatchObject({ duvo: ['yes', expect.any(String)], 'claude-hosted': ['yes', expect.any(String)] });
});

it.each<[string, (uri: string) => boolean, string, string]>([
  ['an app’s own scheme', (uri) => isDangerous(uri) || uri.startsWith('cursor:'), 'cursor', 'cursor://'],
  ['loopback', (uri) => !uri.startsWith('https:') || isDangerous(uri), 'mcp-remote', 'http://localhost:53682/'],
  ['every https address', (uri) => uri.startsWith('https:') || isDangerous(uri), 'duvo', 'https://platform.duvo.ai/'],
])('names the redirect URI where %s is refused', async (_, isRefused, host, uri) => {
  const report = await examined(await refusing(isRefused), ['cursor', 'duvo', 'mcp-remote']);
  const finding = report.findings.find(({ hosts }) => hosts?.includes(host));
  expect(finding).toMatchObject({ check: 'registration.hosts', severity: 'warning', fault: 'authorization-server' });
  expect(finding?.remedy).toContain('Take ');
  const [connects, because] = verdictsOf(report)[host] ?? [];
  expect([connects, because]).toEqual(['no', expect.stringContaining(`it registers ${uri}`)]);
  expect(because).toContain('answered 400 invalid_redirect_uri');
});

it('says so where registration is closed, once for all hosts', async () => {
  const report = await examined(await answering(() => [401, { error: 'invalid_token' }]), ['cursor', 'duvo']);
  expect(report.findings).toMatchObject([{ check: 'registration.hosts', severity: 'problem' }]);
  expect(report.findings[0]?.remedy).toContain('initial access token');
});

it('never counts what it was not let try as refused', async () => {
  const report = await examined(await answering(() => [429, { error: 'slow_down' }]), ['cursor', 'duvo']);
  expect(report.findings).toMatchObject([{ check: 'registration.hosts', severity: 'note' }]);
  expect(verdictsOf(report)['duvo']).toEqual(['yes', 'OAuth, DCR found']);
});
