/** A guarded call through the fetch adapter in a process that has lost what only Node has; says how it was answered. */
import { registerHooks } from 'node:module';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { process } = globalThis;
const asked: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('node:')) asked.push(specifier);
    return next(specifier, context);
  },
});
Reflect.deleteProperty(globalThis, 'process');
// Node's own fetch needs it, so it can't go: whoever else asks for it is found out.
const { Buffer } = globalThis;
Object.defineProperty(globalThis, 'Buffer', {
  get() {
    const [, , caller = ''] = new Error().stack?.split('\n') ?? [];
    if (!caller.includes('node:internal')) asked.push(`Buffer ${caller.trim()}`);
    return Buffer;
  },
});
const { newApiKey, protectedResource } = await import('@granthouse/resource-server');
const { protect } = await import('@granthouse/resource-server/fetch');
const { protect: protectHono } = await import('@granthouse/resource-server/hono');
const { Hono } = await import('hono');

const issuer = 'https://login.example.com';
const resource = 'https://orders.example.com/mcp';
const { publicKey, privateKey } = await generateKeyPair('ES256');
const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }];
const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
};
const answered = async (url: string) => Response.json(url.endsWith('/jwks') ? { keys } : metadata);

const { key, sha256 } = await newApiKey('ok_');
const guard = protectedResource({
  resource,
  authorizationServers: [issuer],
  credentials: [{ kind: 'access_token' }, { kind: 'api_key', prefix: 'ok_', keys: [{ sha256, clientId: 'ci' }] }],
  fetch: answered as typeof fetch,
});
const handler = protect(guard, async (_request, { auth }) => new Response(auth.subject));

const mint = (audience: string) =>
  new SignJWT({ client_id: 'client', jti: audience })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'one' })
    .setIssuer(issuer)
    .setSubject('ada')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
const requestOf = (token?: string) =>
  new Request(resource, { method: 'POST', headers: token ? { authorization: `Bearer ${token}` } : {} });
const call = (token?: string) => handler(requestOf(token));
const app = new Hono().use(protectHono(guard)).post('/mcp', (context) => context.text(context.get('auth').subject));
const read = (tag = '') => handler(new Request(guard.metadataUrl, { headers: { 'if-none-match': tag } }));

const token = await mint(resource);
const document = await read();
const answers = {
  none: await call(),
  good: await call(token),
  again: await call(token),
  forged: await call(`${token.slice(0, -10)}AAAAAAAAAA`),
  foreign: await call(await mint('https://other.example/mcp')),
  key: await call(key),
  otherKey: await call(`${key}A`),
  honoNone: await app.fetch(requestOf()),
  honoGood: await app.fetch(requestOf(token)),
  metadata: document,
  unchanged: await read(document.headers.get('etag') ?? ''),
};
const statuses = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answer?.status]));
process.stdout.write(JSON.stringify({ asked, statuses }));
