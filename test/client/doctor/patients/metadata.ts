/** Servers whose documents are missing, or say what no host can follow (RFC 9728 §3, RFC 8414 §3). */
import { exportJWK, generateKeyPair } from 'jose';
import { challenge, instead, members } from './ailments.ts';
import { html, json, text } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';
import { secondServers } from './second-server.ts';

const ofResource = '/.well-known/oauth-protected-resource';
const ofServer = '/.well-known/';

/** A second instance, with a key of its own, behind the same address. */
function everyOther(): Ailment {
  const other = generateKeyPair('ES256').then(({ publicKey }) => exportJWK(publicKey));
  let asked = 0;
  return async (request, healthy) => {
    if (new URL(request.url).pathname !== '/jwks' || (asked += 1) % 2 === 1) return healthy(request);
    return json({ keys: [{ ...(await other), kid: 'instance-2', alg: 'ES256', use: 'sig' }] });
  };
}

/** RFC 9728 §3.1: the place is free when the challenge names it. */
const elsewhere: Ailment = async (request, healthy) => {
  const { origin, pathname } = new URL(request.url);
  if (pathname.startsWith(ofResource)) return json({ error: 'not_found' }, 404);
  const asked = pathname === '/metadata.json' ? new Request(origin + ofResource, request) : request;
  return challenge((written) => written.replace(`${ofResource}/mcp`, '/metadata.json'))(asked, healthy);
};

const resourceDocuments: readonly Patient[] = [
  {
    name: 'the metadata of the resource is at a path of its own making',
    mcpServer: instead(ofResource, () => json({ error: 'not_found' }, 404)),
    check: 'resource-metadata.found',
    words: /404.* Serve the metadata of the resource there/,
    fault: 'mcp-server',
  },
  {
    name: 'a single-page application answers in the place of the resource’s metadata',
    mcpServer: instead('/.well-known/', () => html()),
    check: 'resource-metadata.found',
    words: /web page.* Keep the catch-all/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata is where the challenge says, and nowhere else',
    mcpServer: elsewhere,
    check: 'resource-metadata.every-form',
    words: /found by the challenge alone.* as well/,
    fault: 'mcp-server',
  },
  {
    name: 'the challenge names another place than that of the metadata',
    mcpServer: challenge((written) => written.replace(`${ofResource}/mcp`, `${ofResource}/orders`)),
    check: 'resource-metadata.named',
    words: /orders, which was answered 404.* the metadata is at .* Name http.*mcp in the challenge/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata is behind the guard',
    mcpServer: instead(ofResource, () => json({ error: 'unauthorized' }, 401)),
    check: 'resource-metadata.found',
    words: /401.* without a credential/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata is for the address before the move',
    mcpServer: members(ofResource, () => ({ resource: 'https://old.orders.example/mcp' })),
    check: 'resource-metadata.resource',
    words: /old\.orders\.example.* very address/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata is for another path of the server',
    mcpServer: members(ofResource, ({ resource }) => ({ resource: `${String(resource)}/v2` })),
    check: 'resource-metadata.resource',
    words: /\/mcp\/v2.* very address/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata of the resource has no end',
    mcpServer: members(ofResource, () => ({ resource_name: 'x'.repeat(1_000_000) })),
    check: 'resource-metadata.found',
    words: /more than 262144 bytes/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata names no authorization server',
    mcpServer: members(ofResource, () => ({ authorization_servers: undefined })),
    check: 'resource-metadata.authorization-servers',
    words: /Name the issuer in authorization_servers/,
    fault: 'mcp-server',
  },
  {
    name: 'the metadata names an authorization server of the cloud’s own network',
    mcpServer: members(ofResource, () => ({ authorization_servers: ['http://169.254.169.254'] })),
    check: 'resource-metadata.valid',
    words: /authorization_servers/,
    fault: 'mcp-server',
  },
  {
    name: 'the challenge leads into the cloud’s own network',
    mcpServer: challenge(() => `Bearer resource_metadata="http://169.254.169.254${ofResource}"`),
    check: 'resource-metadata.found',
    words: /169\.254\.169\.254/,
    fault: 'mcp-server',
  },
];

const serverDocuments: readonly Patient[] = [
  {
    name: 'the authorization server publishes no metadata',
    authorizationServer: instead(ofServer, () => text('Not Found', 404)),
    check: 'server-metadata.found',
    words: /404.* Publish the metadata/,
    fault: 'authorization-server',
  },
  {
    name: 'the authorization server answers a page in the place of its metadata',
    authorizationServer: instead(ofServer, () => html()),
    check: 'server-metadata.found',
    words: /web page.* catch-all/,
    fault: 'authorization-server',
  },
  {
    name: 'the authorization server calls itself by its name behind the proxy',
    authorizationServer: members(ofServer, () => ({ issuer: 'http://auth.internal:8080' })),
    check: 'server-metadata.issuer',
    words: /auth\.internal:8080.* Tell the authorization server that its issuer is http:\/\/127/,
    fault: 'authorization-server',
  },
  {
    name: 'the resource names the authorization server by its address before the move',
    mcpServer: members(ofResource, ({ authorization_servers: servers }) => ({
      authorization_servers: (servers as string[]).map((each) => `${each}/old`),
    })),
    authorizationServer: (request, healthy) =>
      healthy(new Request(request.url.replace('server/old', 'server'), request)),
    check: 'server-metadata.issuer',
    words: /\/old, whose metadata says.* Write http:\/\/127[.\d:]+ in authorization_servers/,
    fault: 'mcp-server',
  },
  {
    name: 'the authorization server calls itself with a slash more',
    authorizationServer: members(ofServer, ({ issuer }) => ({ issuer: `${String(issuer)}/` })),
    check: 'server-metadata.issuer',
    words: /slash at its end counts/,
    fault: 'mcp-server',
  },
  {
    name: 'the authorization server does not say that it takes PKCE',
    authorizationServer: members(ofServer, () => ({ code_challenge_methods_supported: undefined })),
    check: 'server-metadata.pkce',
    words: /does not say.* S256/,
    fault: 'authorization-server',
  },
  {
    name: 'the authorization server takes PKCE by the plain method alone',
    authorizationServer: members(ofServer, () => ({ code_challenge_methods_supported: ['plain'] })),
    check: 'server-metadata.pkce',
    words: /plain.* S256/,
    fault: 'authorization-server',
  },
  {
    name: 'the authorization server takes only clients that it was told of',
    authorizationServer: members(ofServer, () => ({ registration_endpoint: undefined })),
    check: 'server-metadata.clients',
    words: /neither registration nor.* by hand/,
    fault: 'authorization-server',
  },
  {
    name: 'the authorization server names no token endpoint',
    authorizationServer: members(ofServer, () => ({ token_endpoint: undefined })),
    check: 'server-metadata.valid',
    words: /has no token_endpoint/,
    fault: 'authorization-server',
  },
  {
    name: 'the endpoints are reached in clear',
    authorizationServer: members(ofServer, () => ({ token_endpoint: 'http://auth.orders.example/token' })),
    check: 'server-metadata.endpoints',
    words: /token_endpoint is http:.* https/,
    fault: 'authorization-server',
  },
  {
    name: 'two instances sign with keys of their own',
    authorizationServer: everyOther(),
    check: 'server-metadata.instances',
    words: /different answers.* same keys/,
    fault: 'authorization-server',
  },
];

export const metadata: readonly Patient[] = [...resourceDocuments, ...serverDocuments, ...secondServers];
