/** The three metadata documents: what passes, and which URLs don't (RFC 9728 §2, RFC 8414 §2, RFC 7591 §2). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';

import {
  authorizationServerMetadataSchema,
  clientMetadataSchema,
  protectedResourceMetadataSchema,
} from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { dangerousRedirectUris } from './hostile-uris.ts';

const protectedResource = {
  resource: 'https://orders.example.com/mcp',
  authorization_servers: ['https://auth.example.com', 'https://auth.example.com/tenant1'],
  scopes_supported: ['orders:read', 'orders:write'],
  bearer_methods_supported: ['header'],
  resource_name: 'Order desk',
  'resource_name#de': 'Bestellungen',
  resource_documentation: 'https://orders.example.com/docs',
};
const authorizationServer = {
  issuer: 'https://auth.example.com',
  authorization_endpoint: 'https://auth.example.com/authorize',
  token_endpoint: 'https://auth.example.com/token',
  registration_endpoint: 'https://auth.example.com/register',
  jwks_uri: 'https://auth.example.com/jwks',
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post'],
  authorization_response_iss_parameter_supported: true,
  client_id_metadata_document_supported: true,
  a_member_of_the_future: { any: ['thing'] },
};
const client = {
  redirect_uris: ['http://127.0.0.1:53280/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  application_type: 'native',
  client_name: 'Order helper',
  client_uri: 'https://helper.example.com',
  scope: 'mcp:tools offline_access',
  software_id: 'b3f6',
  'client_name#ja': 'x',
  tracking: 7,
};

type Case = [name: string, schema: z.ZodType, document: Record<string, unknown>];
const documents: Case[] = [
  ['protected-resource metadata', protectedResourceMetadataSchema, protectedResource],
  ['authorization-server metadata', authorizationServerMetadataSchema, authorizationServer],
  ['client metadata', clientMetadataSchema, client],
];
const [resourceCase, serverCase, clientCase] = documents as [Case, Case, Case];

const isFine = ([, schema, document]: Case, change: object): boolean =>
  schema.safeParse({ ...document, ...change }).success;

describe('every metadata document', () => {
  it.each(documents)('RFC7591-3, RFC9728-3: %s passes whole, unknown members too', (_name, schema, document) => {
    expect(schema.parse(document)).toEqual(document);
  });

  it.each(documents)('%s: a member named __proto__ changes no prototype', (_name, schema, document) => {
    const hostile: unknown = JSON.parse(`{"__proto__":{"admin":true},${JSON.stringify(document).slice(1)}`);
    const read = schema.parse(hostile) as { admin?: unknown };
    expect(Object.hasOwn(read, 'admin')).toBe(false);
    expect(read.admin).toBeUndefined();
  });

  it.each(documents)('%s: no JSON at all makes the schema throw', (_name, schema, document) => {
    const member = fc.constantFrom(...Object.keys(document), 'jwks', 'logo_uri', 'jwks_uri', 'resource_tos_uri');
    fc.assert(
      fc.property(fc.jsonValue(), member, (value, name) => {
        expect(() => [schema.safeParse(value), schema.safeParse({ ...document, [name]: value })]).not.toThrow();
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});

describe('URL members', () => {
  const members: [name: string, document: Case, shape: 'one' | 'list'][] = [
    ['resource', resourceCase, 'one'],
    ['authorization_servers', resourceCase, 'list'],
    ['jwks_uri', resourceCase, 'one'],
    ['resource_documentation', resourceCase, 'one'],
    ['resource_policy_uri', resourceCase, 'one'],
    ['resource_tos_uri', resourceCase, 'one'],
    ['issuer', serverCase, 'one'],
    ['authorization_endpoint', serverCase, 'one'],
    ['token_endpoint', serverCase, 'one'],
    ['registration_endpoint', serverCase, 'one'],
    ['jwks_uri', serverCase, 'one'],
    ['revocation_endpoint', serverCase, 'one'],
    ['introspection_endpoint', serverCase, 'one'],
    ['device_authorization_endpoint', serverCase, 'one'],
    ['pushed_authorization_request_endpoint', serverCase, 'one'],
    ['protected_resources', serverCase, 'list'],
    ['service_documentation', serverCase, 'one'],
    ['op_policy_uri', serverCase, 'one'],
    ['op_tos_uri', serverCase, 'one'],
    ['client_uri', clientCase, 'one'],
    ['logo_uri', clientCase, 'one'],
    ['tos_uri', clientCase, 'one'],
    ['policy_uri', clientCase, 'one'],
    ['jwks_uri', clientCase, 'one'],
  ];
  const plainHttp = /^http:\/\//i;
  const dangerous = dangerousRedirectUris
    .map(([uri]) => uri)
    .filter((uri) => !plainHttp.test(uri) && !uri.includes('*'));

  it.each(members)('RFC7591-12: %s holds no URL that a browser reads differently or runs', (name, document, shape) => {
    const accepted = dangerous.filter((uri) => isFine(document, { [name]: shape === 'list' ? [uri] : uri }));
    expect(accepted).toEqual([]);
  });

  it.each(members)('%s may be an https URL', (name, document, shape) => {
    const url = 'https://other.example.com/path';
    expect(isFine(document, { [name]: shape === 'list' ? [url] : url })).toBe(true);
  });

  it.each(members.filter(([name]) => /endpoint|issuer|servers|jwks|resources?$/.test(name)))(
    'AS-23, RFC8414-4: %s is https, or http on the machine of the person',
    (name, document, shape) => {
      const fine = (url: string): boolean => isFine(document, { [name]: shape === 'list' ? [url] : url });
      expect(['http://localhost:9400', 'http://127.0.0.1:9400/a', 'http://[::1]:9400'].map(fine)).toEqual([
        true,
        true,
        true,
      ]);
      expect(['http://auth.example.com', 'http://localhost.example.com', 'http://10.0.0.1/a'].map(fine)).toEqual([
        false,
        false,
        false,
      ]);
    },
  );
});

describe('the rules of each document', () => {
  it.each<[string, Case, object]>([
    ['RFC9728-1: a resource without its name', resourceCase, { resource: undefined }],
    ['RFC9728-1: a resource with a fragment', resourceCase, { resource: 'https://orders.example.com/mcp#x' }],
    ['RFC9728-3, RS-1: an empty list of authorization servers', resourceCase, { authorization_servers: [] }],
    ['RFC9728-6: signatures with none', resourceCase, { resource_signing_alg_values_supported: ['ES256', 'none'] }],
    ['RFC6749-1: a scope that is none', resourceCase, { scopes_supported: ['orders read'] }],
    ['RFC8414-4: a server without its issuer', serverCase, { issuer: undefined }],
    ['RFC8414-1: an issuer with a query', serverCase, { issuer: 'https://auth.example.com?tenant=1' }],
    ['RFC8414-1: an issuer with a fragment', serverCase, { issuer: 'https://auth.example.com#a' }],
    ['RFC8414-4: a server without a token endpoint', serverCase, { token_endpoint: undefined }],
    ['RFC8414-4: a server without response types', serverCase, { response_types_supported: undefined }],
    ['RFC8414-3: an empty list', serverCase, { grant_types_supported: [] }],
    [
      'RFC8414-6: client assertions with none',
      serverCase,
      { token_endpoint_auth_signing_alg_values_supported: ['none'] },
    ],
    ['proofs with none', serverCase, { dpop_signing_alg_values_supported: ['none'] }],
    ['a yes that is a string', serverCase, { client_id_metadata_document_supported: 'true' }],
    ['RFC7591-10: jwks beside jwks_uri', clientCase, { jwks: { keys: [] }, jwks_uri: 'https://a.example/jwks' }],
    ['an empty list of redirect URIs', clientCase, { redirect_uris: [] }],
    ['a redirect URI that is no string', clientCase, { redirect_uris: [7] }],
    ['an application type of its own making', clientCase, { application_type: 'desktop' }],
    ['a key that is none', clientCase, { jwks: { keys: ['x'] } }],
  ])('refuses %s', (_what, document, change) => {
    expect(isFine(document, change)).toBe(false);
  });

  it('RFC9728-1: a protected resource may leave out everything but its name', () => {
    expect(protectedResourceMetadataSchema.safeParse({ resource: 'https://a.example' }).success).toBe(true);
  });

  it('a client may leave out everything (RFC 7591 §2)', () => {
    expect(clientMetadataSchema.parse({})).toEqual({});
  });

  it('takes jwks and jwks_uri each on its own', () => {
    expect(isFine(clientCase, { jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } })).toBe(true);
    expect(isFine(clientCase, { jwks_uri: 'https://a.example/jwks' })).toBe(true);
  });
});
