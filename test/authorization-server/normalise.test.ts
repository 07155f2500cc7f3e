/** The normaliser as a function: whatever comes in, what goes out is safe, and doing it twice changes nothing. */
import { describe, expect, it } from '@jest/globals';
import { judgeRedirectUri, OAuthError } from '@granthouse/protocol';
import * as fc from 'fast-check';
import { normaliseClientMetadata } from '../../packages/authorization-server/src/registration/normalise.ts';
import { propertyRuns } from '../support/property-runs.ts';

const policy = {
  grantTypes: ['authorization_code', 'refresh_token'],
  responseTypes: ['code'],
  clientAuthenticationMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  privateUseRedirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
  keysByAddress: false,
};

const uris = fc.oneof(
  fc.constantFrom(
    'https://app.example/cb',
    'http://127.0.0.1:1/cb',
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'com.example.app:/cb',
    'javascript:alert(1)',
    'http://evil.example/',
  ),
  fc.webUrl(),
  fc.string(),
);

const anything = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string()),
  fc.object(),
);

const bodies = fc.record(
  {
    redirect_uris: fc.oneof(
      fc.array(fc.oneof(uris, anything), { maxLength: 4 }),
      fc.array(uris, { minLength: 1, maxLength: 3 }),
      anything,
    ),
    grant_types: fc.oneof(
      fc.subarray(['authorization_code', 'refresh_token', 'client_credentials', 'implicit']),
      anything,
    ),
    response_types: fc.oneof(fc.subarray(['code', 'token', 'id_token']), anything),
    token_endpoint_auth_method: fc.oneof(fc.constantFrom('none', 'client_secret_basic', 'private_key_jwt'), anything),
    client_name: anything,
    client_uri: fc.oneof(fc.webUrl(), anything),
    contacts: anything,
    scope: anything,
    jwks: anything,
    jwks_uri: anything,
    application_type: anything,
    __proto__: anything,
    constructor: anything,
  },
  { requiredKeys: [] },
);

function outcome(body: Record<string, unknown>): Record<string, unknown> | undefined {
  try {
    return normaliseClientMetadata(body, policy);
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

describe('normaliseClientMetadata', () => {
  it('throws nothing but an OAuthError, and lets nothing dangerous through', () => {
    let taken = 0;
    fc.assert(
      fc.property(bodies, (body) => {
        const stored = outcome(body);
        if (!stored) return;
        taken += 1;
        for (const uri of stored['redirect_uris'] as string[])
          judgeRedirectUri(uri, { knownUris: policy.privateUseRedirectUris });
        expect(policy.grantTypes).toEqual(expect.arrayContaining(stored['grant_types'] as string[]));
        expect(stored['response_types']).toEqual(['code']);
        expect(policy.clientAuthenticationMethods).toContain(stored['token_endpoint_auth_method']);
        expect(stored).not.toHaveProperty('jwks_uri');
        expect(Object.values(stored)).not.toContain(null);
        expect(Object.values(stored)).not.toContain('');
      }),
      { numRuns: propertyRuns(2000) },
    );
    expect(taken).toBeGreaterThan(10);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const once = outcome(body);
        expect(once && normaliseClientMetadata(once, policy)).toEqual(once);
      }),
      { numRuns: propertyRuns(2000) },
    );
  });
});
