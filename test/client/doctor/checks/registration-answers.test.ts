/** How registrations are answered: what may not be registered, what comes back, at which port, and what is left behind. */
import { createServer } from 'node:http';
import { afterAll, expect, it } from '@jest/globals';
import { listening } from '../listening.ts';
import { answering, closeAll, examined, isDangerous, issued, verdictsOf } from './registering.ts';

afterAll(closeAll);

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

it.each<[string, (port: string) => number, readonly string[]]>([
  ['the port that was registered alone', (port) => (port === '53682' ? 200 : 400), ['registration.loopback-port']],
  ['any port', () => 200, []],
  ['no program at all, which tells nothing', () => 403, []],
])('judges an authorization endpoint that takes %s', async (_, authorize, expected) => {
  const answer = ({ redirect_uris: uris = [] }: { redirect_uris?: string[] }): readonly [number, object] =>
    !Array.isArray(uris) || uris.some(isDangerous)
      ? [400, { error: 'invalid_redirect_uri' }]
      : [201, { ...issued, redirect_uris: uris }];
  const portOf = (url: URL) => new URL(url.searchParams.get('redirect_uri') ?? '').port;
  const report = await examined(await answering(answer, (url) => authorize(portOf(url))), ['vscode', 'copilot-cli']);
  expect(report.findings.map(({ check }) => check)).toEqual(expected);
  expect(report.findings.every(({ hosts }) => hosts?.length === 0)).toBe(true);
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
  const server = {
    issuer: origin,
    response_types_supported: ['code'],
    registration_endpoint: `${origin}/register`,
    authorization_endpoint: `${origin}/authorize`,
  };
  const report = await examined(server, ['mcp-remote']);
  expect(new Set(taken)).toEqual(new Set(['/register/a Bearer management-1']));
  await close();
  expect(JSON.stringify(report)).not.toContain('management-1');
});
