/** What a server asks for is found by asking it; where nobody can connect, the reason is told before anything is added. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { documents, page, startScriptedHouse, type ScriptedHouse } from '../../support/scripted-house.ts';
import { startSmallMcpServer } from '../../support/small-mcp-server.ts';
import { ada, redirectUri, startConnections } from '../../support/team.ts';

let house: ScriptedHouse;
let connections: Connections;

beforeEach(async () => {
  house = await startScriptedHouse();
  connections = await startConnections();
});
afterEach(async () => {
  await connections.close();
  await house.close();
});

const bare = (status: number) => () => new Response(null, { status, headers: { 'www-authenticate': 'Bearer' } });

function withoutDocuments(): void {
  for (const what of Object.values(documents)) house.routes[what] = page();
}

it.each<[string, string, () => void]>([
  ['clients register themselves', 'oauth-ready', () => {}],
  [
    'a client has to be given',
    'oauth-client-needed',
    () => house.change(documents.server, { registration_endpoint: undefined }),
  ],
  [
    'there is OAuth, though the challenge does not say so',
    'oauth-ready',
    () => void (house.routes['POST /mcp'] = bare(401)),
  ],
  [
    'it wants a credential, and an app answers everywhere else',
    'credential',
    () => {
      withoutDocuments();
      house.routes['POST /mcp'] = bare(401);
    },
  ],
  [
    'it forbids whoever comes without a credential',
    'credential',
    () => {
      withoutDocuments();
      house.routes['POST /mcp'] = bare(403);
    },
  ],
])('finds that %s', async (_, asks, arrange) => {
  arrange();
  expect(await connections.detect(ada, house.endpoint.href)).toMatchObject({ asks, redirectUri });
});

it('finds a metadata document to be enough, where this team has one', async () => {
  const metadataUrl = 'https://team.example.com/client.json';
  const own = await startConnections(undefined, { metadataUrl });
  const byDocument = { registration_endpoint: undefined, client_id_metadata_document_supported: true };
  house.change(documents.server, byDocument);
  expect(await own.detect(ada, house.endpoint.href)).toMatchObject({ asks: 'oauth-ready' });
  expect(await connections.detect(ada, house.endpoint.href)).toMatchObject({ asks: 'oauth-client-needed' });
  await own.close();
});

it('finds a server open only when its tools are, too', async () => {
  const server = await startSmallMcpServer();
  expect(await connections.detect(ada, server.url)).toEqual({ asks: 'none', redirectUri });
  await server.close();
});

describe('why nobody can connect', () => {
  it.each<[string, string, () => void]>([
    ['an app answers there', 'not_mcp', () => void (house.routes['POST /mcp'] = page())],
    ['nothing is there', 'not_mcp', () => delete house.routes['POST /mcp']],
    [
      'it sends elsewhere',
      'redirected',
      () => void (house.routes['POST /mcp'] = () => Response.redirect('http://169.254.169.254/', 307)),
    ],
    [
      'the named metadata are of another resource',
      'metadata_invalid',
      () => {
        house.change(documents.resource, { resource: 'https://other.example/mcp' });
      },
    ],
    [
      'the named server says nothing of S256',
      'metadata_invalid',
      () => {
        house.change(documents.server, { code_challenge_methods_supported: undefined });
      },
    ],
    [
      'the metadata name a place inside',
      'not_allowed',
      () => {
        house.change(documents.resource, { authorization_servers: ['https://169.254.169.254'] });
      },
    ],
  ])('is told: %s', async (_, code, arrange) => {
    arrange();
    await expect(connections.detect(ada, house.endpoint.href)).rejects.toMatchObject({ code });
  });
});

it('asks the address alone, and adds nothing', async () => {
  await connections.detect(ada, house.endpoint.href);
  expect(house.asked.filter(({ what }) => what === 'POST /register')).toEqual([]);
  expect(await connections.list(ada)).toEqual([]);
});
