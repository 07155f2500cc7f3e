/** A server that names its authorization server only as MCP 2025-03-26 did: what the doctor says of it is true of it alone. */
import { expect, it } from '@jest/globals';
import { challenge, instead } from '../patients/ailments.ts';
import { json } from '../patients/healthy/answers.ts';
import type { Ailments } from '../patients/patient.ts';
import { findingOf, reported } from './reported.ts';

const ofServer = '/.well-known/oauth-authorization-server';
const withoutBearer = challenge(() => 'Bearer');

const atTheOrigin = (issuer: string): Ailments => ({
  mcpServer: async (request, healthy) => {
    const { pathname, origin } = new URL(request.url);
    if (pathname === ofServer) {
      const [authorization_endpoint, token_endpoint] = [`${origin}/authorize`, `${origin}/token`];
      return json({ issuer, authorization_endpoint, token_endpoint, response_types_supported: ['code'] });
    }
    if (pathname.startsWith('/.well-known/')) return json({ error: 'not_found' }, 404);
    return withoutBearer(request, healthy);
  },
});

it.each([
  ['is no URL', '127.0.0.1:3000', /^Say http:.* there\.$/],
  ['is elsewhere', 'https://login.example.com', /^Publish .* with https:\/\/login\.example\.com in/],
])('says of a server at the origin whose issuer %s what it is', async (_, issuer, remedy) => {
  const report = await reported(atTheOrigin(issuer), { register: true });
  expect(findingOf(report, 'server-metadata.issuer')).toMatchObject({
    seen: expect.stringMatching(/^the authorization server at http:\/\/127\.0\.0\.1:\d+ says that its issuer is /),
    remedy: expect.stringMatching(remedy),
  });
  expect(report.passed).toContain('resource-metadata.every-form');
  expect(report.skipped).toContainEqual({
    check: 'registration.answer',
    reason: 'what an authorization server offers could not be read',
  });
});

it.each([
  ['answers nothing there', () => json({ error: 'not_found' }, 404), 'no'],
  ['answers with the metadata', () => json({ authorization_endpoint: 'https://login.example.com/authorize' }), 'yes'],
])('stops the oldest hosts alone where a server that names another for the sign-in %s', async (_, answer, connects) => {
  const { verdicts } = await reported({ mcpServer: instead(ofServer, answer) });
  const ids = ['raycast', 'vscode'];
  const found = verdicts.filter(({ host }) => ids.includes(host)).map((each) => [each.host, each.connects]);
  expect(found).toEqual([
    ['raycast', connects],
    ['vscode', 'yes'],
  ]);
});
