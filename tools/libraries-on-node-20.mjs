/** The built libraries on the oldest Node that they promise: each is imported, and one guarded call is made with a real token. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { clientAndDoctor } from './client-on-node-20.mjs';
import { document, toolsOfADocument } from './openapi-on-node-20.mjs';
import { root } from './setup/run.mjs';

await import('@granthouse/protocol');
assert.equal((await import('@granthouse/host-profiles')).hostProfiles().length > 0, true);
await importStorage();
await guardedCall();
await callForTests();
await scopedCalls();
await introspectedCall();
await toolsOfADocument(listen);
const granthouse = (...words) =>
  promisify(execFile)(process.execPath, [join(root, 'packages', 'cli', 'dist', 'bin.js'), ...words]);
await command();
await clientAndDoctor(listen, granthouse);
console.log(
  `protocol, host-profiles, storage, resource-server, openapi-tools, client and the command work on Node ${process.versions.node}`,
);

async function importStorage() {
  const { memoryEngine } = await import('@granthouse/storage/memory');
  const store = await memoryEngine().open({ notes: { indexes: [] } });
  assert.equal(await store.insert('notes', 'a', { text: 'kept' }), true);
  assert.deepEqual(await store.get('notes', 'a'), { text: 'kept' });
  await store.close();

  // Below Node 22.13 there is no node:sqlite: the engine can be imported and says what is missing when it is opened.
  const { sqliteEngine } = await import('@granthouse/storage/sqlite');
  const opening = sqliteEngine({ path: ':memory:' }).open({});
  await assert.rejects(opening, (error) => error.code === 'unsupported' && error.message.includes('22.13'));

  // Nobody listens there, which the driver has to find out by itself.
  const { mongodbEngine } = await import('@granthouse/storage/mongodb');
  await assert.rejects(
    mongodbEngine({ uri: 'mongodb://127.0.0.1:1' }).open({}),
    (error) => error.code === 'unavailable',
  );
}

async function guardedCall() {
  const { newApiKey, protectedResource } = await import('@granthouse/resource-server');
  const adapters = ['node', 'koa', 'express', 'fastify', 'hono', 'fetch'].map(
    (name) => import(`@granthouse/resource-server/${name}`),
  );
  const [{ protect }] = await Promise.all(adapters);
  const issuer = await startIssuer();
  const server = createServer();
  const origin = await listen(server);
  const { key, sha256 } = await newApiKey('ok_');
  const guard = protectedResource({
    resource: `${origin}/mcp`,
    authorizationServers: [issuer.url],
    credentials: [{ kind: 'access_token' }, { kind: 'api_key', prefix: 'ok_', keys: [{ sha256, clientId: 'ci' }] }],
    scopes: { read: {} },
  });
  server.on(
    'request',
    protect(guard, ({ auth }, response) => response.end(auth.subject)),
  );

  const call = (token) => fetch(`${origin}/mcp`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const challenged = await call();
  assert.equal(challenged.status, 401);
  assert.match(challenged.headers.get('www-authenticate'), /^Bearer .*resource_metadata=/u);
  const [, metadataUrl] = /resource_metadata="([^"]+)"/u.exec(challenged.headers.get('www-authenticate'));
  assert.deepEqual((await (await fetch(metadataUrl)).json()).authorization_servers, [issuer.url]);
  assert.deepEqual([(await call(key)).status, (await call(`${key}A`)).status], [200, 401]);
  for (const alg of ['ES256', 'RS256', 'EdDSA']) {
    assert.equal((await call(await issuer.tokenFor('https://elsewhere.example/mcp', alg))).status, 401);
    const token = await issuer.tokenFor(`${origin}/mcp`, alg);
    assert.equal((await call(`${token.slice(0, -8)}AAAAAAAA`)).status, 401);
    // Verified, and then remembered.
    for (const answered of [await call(token), await call(token)]) {
      assert.equal(answered.status, 200);
      assert.equal(await answered.text(), 'ada');
    }
  }
  for (const one of [server, issuer.server]) one.close().closeAllConnections();
}

async function callForTests() {
  const { protectedResource } = await import('@granthouse/resource-server');
  const { testIssuer } = await import('@granthouse/resource-server/testing');
  const { issuer, fetch, mint } = testIssuer();
  const guard = protectedResource({
    resource: 'https://orders.example.com/mcp',
    authorizationServers: [issuer],
    fetch,
  });
  const subjectOf = async (token) => {
    const headers = { authorization: `Bearer ${await mint(token)}` };
    return (await guard.authenticate(new Request(guard.resource, { headers }))).subject;
  };
  assert.equal(await subjectOf({ resource: guard.resource, subject: 'ada' }), 'ada');
  assert.equal(await subjectOf({ resource: guard.resource, expiresIn: -60 }), undefined);
}

async function scopedCalls() {
  const { protectedResource } = await import('@granthouse/resource-server');
  const { protect, requireScopes } = await import('@granthouse/resource-server/fetch');
  const { toolScopes } = await import('@granthouse/resource-server/mcp');
  const { testIssuer } = await import('@granthouse/resource-server/testing');
  const { issuer, fetch, mint } = testIssuer();
  const resource = 'https://orders.example.com/mcp';
  const guard = protectedResource({ resource, authorizationServers: [issuer], fetch });
  const answer = requireScopes(guard, toolScopes({ look: [], write: ['write'] }), () => new Response('ran'));
  const headers = { authorization: `Bearer ${await mint({ resource })}` };
  const statusOf = async (name) => {
    const body = JSON.stringify({ id: 1, method: 'tools/call', params: { name } });
    return (await protect(guard, answer)(new Request(resource, { method: 'POST', headers, body }))).status;
  };
  assert.deepEqual([await statusOf('look'), await statusOf('write')], [200, 403]);
}

async function startIssuer() {
  const pairs = {};
  for (const alg of ['ES256', 'RS256', 'EdDSA']) pairs[alg] = await generateKeyPair(alg);
  const keys = await Promise.all(
    Object.entries(pairs).map(async ([alg, pair]) => ({ ...(await exportJWK(pair.publicKey)), kid: alg, alg })),
  );
  const server = createServer();
  const url = await listen(server);
  const metadata = {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ['code'],
  };
  server.on('request', (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : metadata));
  });
  const tokenFor = (audience, alg) =>
    new SignJWT({ client_id: 'client', scope: 'read', jti: audience })
      .setProtectedHeader({ alg, typ: 'at+jwt', kid: alg })
      .setIssuer(url)
      .setSubject('ada')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(pairs[alg].privateKey);
  return { url, server, tokenFor };
}

/** An opaque token, about which an authorization server is asked that answers out of memory. */
async function introspectedCall() {
  const { protectedResource } = await import('@granthouse/resource-server');
  const [issuer, resource] = ['https://login.example.com', 'https://orders.example.com/mcp'];
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    introspection_endpoint: `${issuer}/introspect`,
    response_types_supported: ['code'],
  };
  const known = { aud: resource, sub: 'ada', client_id: 'c', exp: Date.now() / 1000 + 60, token_type: 'Bearer' };
  const guard = protectedResource({
    resource,
    authorizationServers: [
      { issuer, introspection: { clientId: 'orders-server', privateKey: await exportJWK(privateKey) } },
    ],
    fetch: async (_url, { body }) =>
      Response.json(body === undefined ? metadata : { ...known, active: body.get('token') === 'good' }),
  });
  const judge = (token) => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    return guard.authenticate({ method: 'POST', url: resource, headers });
  };
  assert.equal((await judge('good')).subject, 'ada');
  assert.equal((await judge('bad')).status, 401);
}

async function command() {
  await import('granthouse');
  assert.match((await granthouse('--help')).stdout, /granthouse serve/u);
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  assert.match((await granthouse('openapi', 'check', file, '--host', 'cursor')).stdout, /cursor: takes all/u);
  await rm(folder, { recursive: true });
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
