/** The checks that only read, before a healthy server with one thing changed: what each finds, how bad it is, and for whom. */
import { expect, it } from '@jest/globals';
import type { Finding } from '@granthouse/client/doctor';
import { challenge, instead, members, refusal } from '../patients/ailments.ts';
import { html, json } from '../patients/healthy/answers.ts';
import type { Ailments } from '../patients/patient.ts';
import { findingOf, reported } from './reported.ts';

const ofResource = '/.well-known/oauth-protected-resource';
const ofServer = '/.well-known/oauth-authorization-server';

/** Each answer is another's. */
const instances = () => {
  let answered = 0;
  return instead('/jwks', () => json({ keys: [{ kty: 'EC', kid: String(answered++ % 2) }] }));
};

const misplaced = (request: Request, healthy: (request: Request) => Promise<Response>) => {
  const { pathname, origin } = new URL(request.url);
  if (pathname === `/mcp${ofResource}`) return healthy(new Request(`${origin}${ofResource}/mcp`, request));
  return pathname.startsWith('/.well-known/') ? json({ error: 'not_found' }, 404) : healthy(request);
};

const withoutBearer = { mcpServer: challenge(() => 'Bearer') };

it.each<[string, Ailments, string, Pick<Finding, 'severity'> & { seen: RegExp; hosts?: string[] }]>([
  [
    'a GET that anybody may open',
    {
      mcpServer: (request, healthy) =>
        request.method === 'GET' && request.url.endsWith('/mcp') ? json({}) : healthy(request),
    },
    'challenge.get',
    { severity: 'problem', seen: /GET \/mcp without a credential was answered 200/ },
  ],
  [
    'a GET that is answered 500',
    {
      mcpServer: (request, healthy) =>
        request.method === 'GET' && request.url.endsWith('/mcp') ? json({}, 500) : healthy(request),
    },
    'challenge.get',
    { severity: 'note', seen: /500/, hosts: [] },
  ],
  [
    'a GET that is answered 500, where nothing but a challenge leads on',
    {
      mcpServer: (request, healthy) => {
        const { pathname } = new URL(request.url);
        if (pathname.startsWith('/.well-known/')) return json({}, 404);
        return request.method === 'GET' ? json({}, 500) : healthy(request);
      },
    },
    'challenge.get',
    { severity: 'warning', seen: /500/, hosts: ['codex-cli', 'mcp-remote', 'sdk-rust'] },
  ],
  [
    'a resource_metadata without quotes',
    { mcpServer: challenge((written) => written.replaceAll('"', '').replace('orders:read, ', 'orders:read,')) },
    'challenge.resource-metadata',
    { severity: 'warning', seen: /resource_metadata=http/ },
  ],
  [
    'another scheme before Bearer',
    { mcpServer: challenge((written) => `Basic realm="orders", ${written}`) },
    'challenge.resource-metadata',
    { severity: 'warning', seen: /^401 came with WWW-Authenticate: Basic/ },
  ],
  [
    'an error where no credential came',
    { mcpServer: challenge((written) => written.replace('Bearer ', 'Bearer error="invalid_token", ')) },
    'challenge.resource-metadata',
    { severity: 'note', seen: /error="invalid_token"/ },
  ],
  [
    'a wrong token that is answered 403',
    {
      mcpServer: refusal((answer, request) => (request.headers.has('authorization') ? json({}, 403) : answer)),
    },
    'challenge.wrong-token',
    { severity: 'warning', seen: /403/ },
  ],
  [
    'metadata below the resource',
    {
      mcpServer: (request, healthy) =>
        request.method === 'POST' ? withoutBearer.mcpServer(request, healthy) : misplaced(request, healthy),
    },
    'resource-metadata.found',
    { severity: 'problem', seen: /the metadata is at \/mcp\/\.well-known/ },
  ],
  [
    'a page of the web app, which no challenge names',
    {
      mcpServer: (request, healthy) =>
        request.url.includes('/.well-known/') ? html() : withoutBearer.mcpServer(request, healthy),
    },
    'resource-metadata.found',
    { severity: 'problem', seen: /200 with a web page/ },
  ],
  [
    'metadata that the challenge alone leads to',
    {
      mcpServer: (request, healthy) => {
        const { pathname, origin } = new URL(request.url);
        if (pathname === '/metadata') return healthy(new Request(`${origin}${ofResource}`, request));
        if (pathname.startsWith('/.well-known/')) return json({ error: 'not_found' }, 404);
        return challenge((written) => written.replace(/(resource_metadata="http:\/\/[^/]*)[^"]*/, '$1/metadata'))(
          request,
          healthy,
        );
      },
    },
    'resource-metadata.every-form',
    { severity: 'warning', seen: /by the challenge alone/, hosts: ['n8n', 'raycast'] },
  ],
  [
    'metadata that comes as text',
    {
      mcpServer: async (request, healthy) => {
        const answer = await healthy(request);
        if (!request.url.includes(ofResource)) return answer;
        return new Response(answer.body, { headers: { 'content-type': 'text/plain' } });
      },
    },
    'resource-metadata.valid',
    { severity: 'warning', seen: /comes as text\/plain/ },
  ],
  [
    'no metadata of the server',
    { authorizationServer: instead('/.well-known/', () => json({ error: 'not_found' }, 404)) },
    'server-metadata.found',
    { severity: 'problem', seen: /publishes no metadata/ },
  ],
  [
    'instances that have other keys',
    { authorizationServer: instances() },
    'server-metadata.instances',
    { severity: 'problem', seen: /2 different answers/ },
  ],
  [
    'no way to become a client',
    { authorizationServer: members(ofServer, () => ({ registration_endpoint: undefined })) },
    'server-metadata.clients',
    { severity: 'warning', seen: /neither registration nor/ },
  ],
  [
    'clients with a secret alone',
    {
      authorizationServer: members(ofServer, () => ({
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
      })),
    },
    'server-metadata.clients',
    { severity: 'warning', seen: /takes clients by client_secret_basic/ },
  ],
  [
    'no refresh tokens',
    { authorizationServer: members(ofServer, () => ({ grant_types_supported: ['authorization_code'] })) },
    'server-metadata.grants',
    { severity: 'warning', seen: /refresh tokens/ },
  ],
  [
    'no codes',
    { authorizationServer: members(ofServer, () => ({ grant_types_supported: ['client_credentials'] })) },
    'server-metadata.grants',
    { severity: 'problem', seen: /client_credentials/ },
  ],
  [
    'answers without their issuer',
    { authorizationServer: members(ofServer, () => ({ authorization_response_iss_parameter_supported: undefined })) },
    'server-metadata.iss',
    { severity: 'note', seen: /iss/ },
  ],
])('finds %s', async (_, ailments, check, { seen, ...expected }) => {
  const report = await reported(ailments);
  expect(findingOf(report, check)).toMatchObject({ seen: expect.stringMatching(seen), ...expected });
  expect(report.skipped.filter(({ reason }) => reason.startsWith('the doctor failed'))).toEqual([]);
});
