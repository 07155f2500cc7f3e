/** Servers that answer anything at all: the doctor finds something or nothing, and never fails itself. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { examine } from '@granthouse/client/doctor';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';
import { listening, type Listening } from './listening.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const wellKnown = '/.well-known/oauth-protected-resource';

let answers: Readonly<Record<string, Answer>> = {};
let server: Server;
let here: Listening;

beforeAll(async () => {
  server = createServer(({ method = '', url = '' }, response) => {
    const key = `${method} ${url}`;
    const { status, headers, body } = answers[key] ?? answers['*'] ?? { status: 404, headers: {}, body: '' };
    response.writeHead(status, headers).end(method === 'HEAD' || status === 204 || status === 304 ? undefined : body);
  });
  here = await listening(server);
});
afterAll(() => here.close());

const odd = fc.oneof(
  fc.constantFrom('', 'x', 'http://', 'https://[', '//a', 'javascript:alert(1)', 'https://a.example/?q#f', 'HERE'),
  fc.jsonValue({ maxDepth: 2 }),
);
const odds = fc.oneof(odd, fc.array(odd, { maxLength: 3 }));

/** A sound document, of which some members are anything. */
const spoilt = (sound: Readonly<Record<string, unknown>>) =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(sound)), odds), { maxLength: 2 })
    .map((changed) => JSON.stringify({ ...sound, ...Object.fromEntries(changed) }));

const ofResource = { resource: 'HERE/mcp', authorization_servers: ['HERE'], scopes_supported: ['a'] };
const ofServer = {
  issuer: 'HERE',
  authorization_endpoint: 'HERE/authorize',
  token_endpoint: 'HERE/token',
  registration_endpoint: 'HERE/register',
  jwks_uri: 'HERE/jwks',
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code'],
  token_endpoint_auth_methods_supported: ['none'],
  code_challenge_methods_supported: ['S256'],
};
const ofClient = { client_id: 'a', client_secret: 'b', redirect_uris: ['https://host.example/callback'] };
const ofMcp = { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-11-25' }, error: { message: 'unauthorized' } };

const challenges = ['Bearer', 'Basic', 'Bearer resource_metadata="', 'Bearer resource_metadata=/a', 'Bearer scope="a"'];
const headers = fc.record(
  {
    'www-authenticate': fc.oneof(
      fc.constant(`Bearer resource_metadata="HERE${wellKnown}/mcp"`),
      fc.constantFrom(...challenges),
    ),
    location: fc.constantFrom('', '/', 'http://[', 'HERE'),
    'content-type': fc.constantFrom('application/json', 'text/html', 'text/event-stream', ''),
    'mcp-session-id': fc.constantFrom('a', ''),
  },
  { requiredKeys: [] },
);

function answering(status: number, sound: Readonly<Record<string, unknown>>) {
  const other = fc.constantFrom(200, 201, 204, 301, 304, 400, 401, 403, 405, 500);
  return fc.record({
    status: fc.oneof({ weight: 10, arbitrary: fc.constant(status) }, { weight: 1, arbitrary: other }),
    headers,
    body: fc.oneof(
      { weight: 10, arbitrary: spoilt(sound) },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: spoilt(sound).map((text) => `event: endpoint\ndata: ${text}\n\n`) },
    ),
  });
}

const places = fc.record({
  'POST /mcp': answering(401, ofMcp),
  'GET /mcp': answering(401, ofMcp),
  [`GET ${wellKnown}/mcp`]: answering(200, ofResource),
  [`GET ${wellKnown}`]: answering(200, ofResource),
  'GET /.well-known/oauth-authorization-server': answering(200, ofServer),
  'POST /register': answering(201, ofClient),
  '*': answering(404, ofMcp),
});

it('judges whatever it is answered', async () => {
  const reached = new Set<string>();
  const property = fc.asyncProperty(places, async (given) => {
    answers = JSON.parse(JSON.stringify(given).replaceAll('HERE', here.origin)) as Record<string, Answer>;
    const network = { besides: 'loopback' as const, timeLimit: 2_000 };
    const { skipped, passed } = await examine(`${here.origin}/mcp`, { network, register: true });
    for (const each of passed) reached.add(each);
    expect(skipped.filter(({ reason }) => reason.startsWith('the doctor failed'))).toEqual([]);
  });
  await fc.assert(property, { numRuns: propertyRuns(150) });
  expect([...reached]).toEqual(expect.arrayContaining(['server-metadata.pkce', 'resource-metadata.resource']));
});
