/** Registration, judged: each host as it registers, what is dangerous, and how it is answered. */
import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examine, type Learned, type Report } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { registrationChecks } from '../../../../packages/client/src/doctor/checks/registration/index.ts';
import { startAuthorizationServer, type RunningServer } from '../../../support/authorization-server.ts';
import { listening } from '../listening.ts';
import { learning, metadataOf } from './learning.ts';

const closing: Array<() => Promise<void>> = [];
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
  });
  const handle = provider.callback();
  return (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
}

async function examined(server: object, hosts?: readonly string[]): Promise<Report> {
  const learned = { way: 'oauth', servers: [server] } as Partial<Learned>;
  return examine('http://127.0.0.1:9/mcp', {
    network: { besides: 'loopback' },
    register: true,
    checks: [learning(learned), ...registrationChecks],
    ...(hosts && { hosts: hostProfiles().filter(({ id }) => hosts.includes(id)) }),
  });
}

const verdictsOf = ({ verdicts }: Report) =>
  Object.fromEntries(verdicts.map(({ host, connects, because }) => [host, [connects, because]]));

/** A registration endpoint as it may be, at a server that has nothing else. */
async function answering(answer: (metadata: { redirect_uris?: string[] }) => readonly [number, object | string]) {
  const listener: RequestListener = async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const [status, body] = answer(JSON.parse(text) as { redirect_uris?: string[] });
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const { origin, close } = await listening(createServer(listener));
  closing.push(close);
  return { issuer: origin, response_types_supported: ['code'], registration_endpoint: `${origin}/register` };
}

const issued = { client_id: 'doctor', grant_types: ['authorization_code', 'refresh_token'] };
const refusing = (isRefused: (uri: string) => boolean) =>
  answering(({ redirect_uris: uris }) =>
    !Array.isArray(uris) || uris.some((uri) => isRefused(uri))
      ? [400, { error: 'invalid_redirect_uri' }]
      : [201, { ...issued, redirect_uris: uris }],
  );
const isDangerous = (uri: string) =>
  !/^(?:https:\/\/[^*#]+|http:\/\/(?:localhost|127\.0\.0\.1)[:/].*|cursor:.*)$/.test(uri);

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
    expect(report.verdicts.filter(({ connects }) => connects === 'no')).toMatchObject([
      {
        host: 'jetbrains-ai',
        because: 'the server asks for OAuth, and it has none; a token can be given to it as a header',
      },
      { host: 'sdk-java', because: 'the server asks for OAuth, and it has none' },
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

it('finds redirect URIs that nobody may register, and stops no host for it', async () => {
  const server = await answering(({ redirect_uris: uris }) => [201, { ...issued, redirect_uris: uris }]);
  const report = await examined(server, ['cursor']);
  const dangerous = report.findings.filter(({ check }) => check === 'registration.dangerous-uris');
  expect(dangerous.map(({ severity }) => severity)).toEqual(['problem', 'problem', 'warning', 'warning', 'warning']);
  expect(verdictsOf(report)['cursor']?.[0]).toBe('yes');
});

it.each<[string, readonly [number, object | string], string]>([
  ['a status of 200', [200, { ...issued, redirect_uris: ['https://host.example/callback'] }], 'answered 200'],
  [
    'other redirect URIs',
    [201, { ...issued, redirect_uris: ['https://other.example/'] }],
    'redirect_uris came back as',
  ],
  [
    'no refresh tokens',
    [201, { client_id: 'a', redirect_uris: ['https://host.example/callback'] }],
    'no refresh token',
  ],
  ['a secret without its end', [201, { ...issued, client_secret: 'a' }], 'client_secret_expires_at'],
])('finds an answer with %s', async (_, answer, seen) => {
  const report = await examined(await answering(() => answer), []);
  const found = report.findings.filter(({ check }) => check === 'registration.answer');
  expect(found.map((each) => each.seen).join('\n')).toContain(seen);
});

it('finds a page where an error was expected', async () => {
  const server = await answering(({ redirect_uris: uris }) => {
    if (!Array.isArray(uris)) return [500, '<html>'];
    return uris.some(isDangerous)
      ? [400, { error: 'invalid_redirect_uri' }]
      : [201, { ...issued, redirect_uris: uris }];
  });
  const report = await examined(server, []);
  expect(report.findings).toMatchObject([{ check: 'registration.answer', severity: 'warning' }]);
  expect(report.findings[0]?.seen).toContain('500 with a web page');
});

it('takes a client back where that is offered, and tells its token nobody', async () => {
  const taken: string[] = [];
  const { origin, close } = await listening(
    createServer((request, response) => {
      if (request.method === 'DELETE') taken.push(`${request.url} ${request.headers.authorization}`);
      const management = { registration_client_uri: `${origin}/register/a`, registration_access_token: 'management-1' };
      response.writeHead(request.method === 'DELETE' ? 204 : 201, { 'content-type': 'application/json' });
      response.end(request.method === 'DELETE' ? '' : JSON.stringify({ ...issued, ...management }));
    }),
  );
  closing.push(close);
  const server = { issuer: origin, response_types_supported: ['code'], registration_endpoint: `${origin}/register` };
  const report = await examined(server, ['mcp-remote']);
  expect(new Set(taken)).toEqual(new Set(['/register/a Bearer management-1']));
  expect(JSON.stringify(report)).not.toContain('management-1');
});
