/** Asks an authorization server about one token, as a client of it (RFC 7662 §2.1, §2.2). */
import { importJWK, type JWK, SignJWT } from 'jose';
import type { AuthorizationServerMetadata } from '@granthouse/protocol';
import type { Introspection } from '../options/introspection.ts';
import { fetchDocument, type Form, type GuardedFetch } from './guarded-fetch.ts';
import type { Claims } from './token-shapes.ts';

export interface Asker {
  readonly issuer: string;
  readonly introspection: Introspection;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Seconds for which an assertion may be used. */
const LIFE_OF_ASSERTION = 60;

/**
 * What the server says of the token; undefined when it isn't active. Throws an Error, without any secret in it, when the
 * server can't be asked or gives no answer that says so.
 */
export async function requestIntrospection(
  token: string,
  asker: Asker,
  server: { readonly metadata: AuthorizationServerMetadata; readonly guard: GuardedFetch },
): Promise<Claims | undefined> {
  const { issuer, introspection } = asker;
  const endpoint = introspection.endpoint ?? server.metadata.introspection_endpoint;
  if (endpoint === undefined) {
    throw new Error(`the metadata of ${issuer} names no introspection_endpoint: give introspection.endpoint`);
  }
  const proof = await authenticate(asker, server.metadata);
  const fields = { token, token_type_hint: 'access_token', ...proof.fields };
  const answer = (await fetchDocument(endpoint, server.guard, { headers: proof.headers, fields })) as Claims | null;
  if (answer?.['active'] === true) return answer;
  if (answer?.['active'] === false) return undefined;
  throw new Error(`${endpoint}: does not say whether the token is active`);
}

/** By the method that fits what we have and what the server takes (RFC 6749 §2.3.1, RFC 7523 §2.2). */
async function authenticate(asker: Asker, metadata: AuthorizationServerMetadata): Promise<Form> {
  const { clientId, clientSecret } = asker.introspection;
  if (clientSecret === undefined) return { headers: {}, fields: await assertion(asker) };
  const methods = metadata.introspection_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  if (methods.includes('client_secret_post') && !methods.includes('client_secret_basic')) {
    return { headers: {}, fields: { client_id: clientId, client_secret: clientSecret } };
  }
  return {
    headers: { authorization: `Basic ${btoa([clientId, clientSecret].map(formEncode).join(':'))}` },
    fields: {},
  };
}

async function assertion({ issuer, introspection, now }: Asker): Promise<Record<string, string>> {
  const { clientId, privateKey } = introspection;
  const { alg = '', kid, ...key } = privateKey ?? {};
  const seconds = Math.floor(now() / 1000);
  // The issuer alone: an assertion for an endpoint could be shown to another server (RFC 7523 §3, as it is to be read today).
  const said = { iss: clientId, sub: clientId, aud: issuer, jti: crypto.randomUUID() };
  const signed = new SignJWT({ ...said, iat: seconds, exp: seconds + LIFE_OF_ASSERTION });
  return {
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signed
      .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
      .sign(await importJWK(key as JWK, alg)),
  };
}

const formEncode = (value: string) => new URLSearchParams({ value }).toString().slice('value='.length);
