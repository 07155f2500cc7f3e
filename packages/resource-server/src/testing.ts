/** An authorization server in memory, for tests of a resource: it publishes a key and mints tokens (RFC 8414 §3, RFC 9068 §2). */
import { authorizationServerMetadataUrls, parseOptions } from '@granthouse/protocol';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';

export interface TestIssuerOptions {
  /** An https URL on a host below `.invalid`, which leads nowhere (RFC 6761 §6.4); `https://issuer.invalid` by default. */
  issuer?: string | undefined;
  /** The time in milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

/** What a token says; only `resource` has no default. */
export interface TestToken {
  /** The audience: the guard's `resource`, or another, to see it refused. */
  resource: string;
  /** None by default. */
  scopes?: readonly string[] | undefined;
  /** `person-1` by default. */
  subject?: string | undefined;
  /** `client-1` by default. */
  clientId?: string | undefined;
  /** Seconds from now: 600 by default, a negative number for a token that has expired. */
  expiresIn?: number | undefined;
  /** Claims to add or to replace; an undefined one is left out. */
  claims?: Record<string, unknown> | undefined;
  /** Header members to add or to replace, such as the `typ` of another provider; an undefined one is left out. */
  header?: Record<string, unknown> | undefined;
}

/** Given to `protectedResource` whole: `authorizationServers: [test.issuer]` and `fetch: test.fetch`. */
export interface TestIssuer {
  readonly issuer: string;
  /** Answers the issuer's metadata and keys from memory, and rejects whatever else is asked for. */
  readonly fetch: typeof fetch;
  /** Rejects with ConfigurationError when a member is wrong or unknown. */
  mint(token: TestToken): Promise<string>;
}

const optionsSchema = z.strictObject({
  issuer: z
    .string()
    .refine(leadsNowhere, 'give an https URL on a host below .invalid')
    .default('https://issuer.invalid'),
  now: z
    .custom<() => number>((value) => typeof value === 'function', 'give a function that returns milliseconds')
    .default(() => Date.now),
});

// A misspelt member would mint another token than the test means.
const tokenSchema = z.strictObject({
  resource: z.string(),
  scopes: z.array(z.string()).default([]),
  subject: z.string().default('person-1'),
  clientId: z.string().default('client-1'),
  expiresIn: z.number().default(600),
  claims: z.record(z.string(), z.unknown()).default({}),
  header: z.record(z.string(), z.unknown()).default({}),
});

/**
 * An issuer for tests, with a key of its own that never leaves it: its tokens are good at a guard that was given both its
 * name and its `fetch`, and nowhere else. Throws ConfigurationError when an option is wrong.
 */
export function testIssuer(options: TestIssuerOptions = {}): TestIssuer {
  const { issuer, now } = parseOptions(optionsSchema, options, 'testIssuer');
  const [metadataUrl] = authorizationServerMetadataUrls(issuer);
  const metadata = metadataOf(issuer);
  let made: ReturnType<typeof makeKeys> | undefined;
  const keys = () => (made ??= makeKeys());

  return Object.freeze({
    issuer,
    async fetch(input: string | URL | Request) {
      const url = input instanceof Request ? input.url : String(input);
      if (url === metadataUrl) return Response.json(metadata);
      if (url === metadata.jwks_uri) return Response.json({ keys: [(await keys()).published] });
      throw new TypeError(`${url}: the test issuer ${issuer} has no such document`);
    },
    async mint(token: TestToken) {
      const content = parseOptions(tokenSchema, token, 'mint');
      const { published, privateKey } = await keys();
      return new SignJWT({ iss: issuer, ...claimsOf(content, Math.floor(now() / 1000)) })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: published.kid, ...content.header })
        .sign(privateKey);
    },
  });
}

function leadsNowhere(issuer: string): boolean {
  if (!URL.canParse(issuer) || /[\s\\?#@]/.test(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' && hostname.endsWith('.invalid');
}

async function makeKeys() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const published = { ...(await exportJWK(publicKey)), kid: crypto.randomUUID(), alg: 'ES256', use: 'sig' };
  return { published, privateKey };
}

function metadataOf(issuer: string) {
  const base = issuer.replace(/\/$/, '');
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    response_types_supported: ['code'],
  };
}

function claimsOf(content: z.output<typeof tokenSchema>, now: number): Record<string, unknown> {
  const { resource, scopes, subject, clientId, expiresIn, claims } = content;
  return {
    aud: resource,
    sub: subject,
    client_id: clientId,
    scope: scopes.length === 0 ? undefined : scopes.join(' '),
    jti: crypto.randomUUID(),
    // Before it expires, also when that is over.
    iat: Math.min(now, now + expiresIn - 1),
    exp: now + expiresIn,
    ...claims,
  };
}
