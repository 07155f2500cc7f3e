/** A real authorization server over HTTP as far as a resource server sees it: metadata, keys and tokens (RFC 8414, RFC 7517, RFC 9068). */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { TestClock } from './test-clock.ts';

export interface MintChanges {
  /** Claims to add or to replace; an undefined one is left out. */
  claims?: Record<string, unknown>;
  /** Header members to add or to replace. */
  header?: Record<string, unknown>;
  /** Signs with this key instead of the issuer's present one. */
  key?: CryptoKey | Uint8Array;
}

export interface TestIssuer {
  readonly issuer: string;
  /** How often each document was read. */
  readonly fetches: { metadata: number; keySet: number };
  /** The kid of the key that signs now. */
  readonly kid: string;
  /** What is published; a test may add to it. */
  readonly keys: JWK[];
  /** A token for `audience`: right in every way but for the changes. */
  mint(audience: string, changes?: MintChanges): Promise<string>;
  /** Signs with a new key from now on; the older ones stay published. */
  rotate(): Promise<void>;
  /** Publishes one more key, which does not sign. */
  publish(key: CryptoKey, kid: string, alg: string): Promise<void>;
  /** Stops publishing a key. */
  remove(kid: string): void;
  /** Answers instead of the documents; undefined: the documents again. */
  answerWith(listener: RequestListener | undefined): void;
  /** Changes members of the metadata document. */
  changeMetadata(members: Record<string, unknown>): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Starts an issuer on 127.0.0.1. `goAway` ends it. */
export async function startTestIssuer(clock: TestClock): Promise<TestIssuer> {
  const fetches = { metadata: 0, keySet: 0 };
  const changed: Record<string, unknown> = {};
  const published: JWK[] = [];
  let signing: { kid: string; key: CryptoKey };
  let override: RequestListener | undefined;

  const listener: RequestListener = (request, response) => {
    const isKeySet = request.url === '/jwks';
    if (isKeySet) fetches.keySet += 1;
    else fetches.metadata += 1;
    if (override !== undefined) return override(request, response);
    const isKnown = isKeySet || request.url === '/.well-known/oauth-authorization-server';
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKeySet ? { keys: published } : { ...metadataOf(issuer), ...changed }));
  };

  let server = await listen(listener, 0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  async function publish(key: CryptoKey, kid: string, alg: string): Promise<void> {
    published.push({ ...(await exportJWK(key)), kid, alg, use: 'sig' });
  }
  async function rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    signing = { kid: crypto.randomUUID(), key: privateKey };
    await publish(publicKey, signing.kid, 'ES256');
  }
  await rotate();

  return {
    issuer,
    fetches,
    rotate,
    publish,
    keys: published,
    get kid() {
      return signing.kid;
    },
    mint(audience, { claims, header, key } = {}) {
      return new SignJWT({ ...claimsOf(issuer, audience, clock), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid, ...header })
        .sign(key ?? signing.key, { crit: { 'urn:test': true } });
    },
    remove(kid) {
      published.splice(
        published.findIndex((key) => key.kid === kid),
        1,
      );
    },
    answerWith(other) {
      override = other;
    },
    changeMetadata(members) {
      Object.assign(changed, members);
    },
    async goAway() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    async comeBack() {
      server = await listen(listener, port);
    },
  };
}

async function listen(listener: RequestListener, port: number): Promise<Server> {
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function metadataOf(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  };
}

function claimsOf(issuer: string, audience: string, clock: TestClock): JWTPayload {
  return {
    iss: issuer,
    aud: audience,
    sub: 'person-1',
    client_id: 'client-1',
    scope: 'orders:read',
    jti: crypto.randomUUID(),
    iat: clock.seconds(),
    exp: clock.seconds() + 600,
  };
}
