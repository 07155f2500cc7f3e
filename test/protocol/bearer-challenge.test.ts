/** The Bearer challenge of a protected resource, as hosts read it (RFC 6750 §3, RFC 9728 §5.1). */
import { describe, expect, it } from '@jest/globals';
import { extractWWWAuthenticateParams as readByVersion2 } from '@modelcontextprotocol/client';
import { extractWWWAuthenticateParams as readByVersion1 } from '@modelcontextprotocol/sdk/client/auth.js';
import * as fc from 'fast-check';

import { bearerChallenge, parseChallenges } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { refusal } from './attempt.ts';
import { anyHeader } from './hostile-headers.ts';

describe('bearerChallenge', () => {
  const metadata = 'https://orders.example.com/.well-known/oauth-protected-resource/mcp';

  it('HOST-22: Bearer first, then error, scope, resource_metadata, and the description last', () => {
    const header = bearerChallenge({
      errorDescription: 'the token has expired',
      resourceMetadata: metadata,
      scope: ['orders:read', 'orders:write'],
      error: 'invalid_token',
    });
    expect(header).toBe(
      `Bearer error="invalid_token", scope="orders:read orders:write", resource_metadata="${metadata}", error_description="the token has expired"`,
    );
  });

  it('OAUTH21-30: holds no error when none is given', () => {
    expect(bearerChallenge({ resourceMetadata: metadata })).toBe(`Bearer resource_metadata="${metadata}"`);
  });

  it('leaves an empty scope out', () => {
    expect(bearerChallenge({ error: 'invalid_token', scope: [] })).toBe('Bearer error="invalid_token"');
  });

  it('OAUTH21-29: is never written without a parameter', () => {
    expect(refusal(() => bearerChallenge({})).code).toBe('server_error');
    expect(refusal(() => bearerChallenge({ scope: [] })).code).toBe('server_error');
  });

  it.each([['a b'], ['a"b'], ['a\nb'], ['']])('RFC6749-1: refuses the scope %j', (scope) => {
    expect(refusal(() => bearerChallenge({ scope: [scope] })).code).toBe('invalid_scope');
  });

  it('refuses a metadata URL that would end the header', () => {
    expect(refusal(() => bearerChallenge({ resourceMetadata: 'https://h/\r\nX: y' })).code).toBe('server_error');
  });

  it.each([
    ['say scope="admin"', 'say scope admin'],
    ['a\r\nSet-Cookie: b=c', 'a Set-Cookie: b c'],
    [String.raw`a\"b`, 'a b'],
    ['für alle', 'f r alle'],
  ])('HOST-22: the description %j is written as %j', (given, written) => {
    const header = bearerChallenge({ error: 'invalid_token', errorDescription: given });
    expect(parseChallenges(header)[0]?.parameters['error_description']).toBe(written);
  });

  it('HOST-22: both SDK lines read what was meant, whatever the description says', () => {
    const description = fc.oneof(
      anyHeader,
      fc.constantFrom('scope="admin"', 'error=x, scope=admin', 'resource_metadata=https://evil.example'),
    );
    fc.assert(
      fc.property(description, (errorDescription) => {
        const scope = ['orders:read', 'orders:write'];
        const header = bearerChallenge({
          error: 'insufficient_scope',
          scope,
          resourceMetadata: metadata,
          errorDescription,
        });
        const answer = new Response(null, { status: 403, headers: { 'www-authenticate': header } });
        for (const read of [readByVersion1, readByVersion2]) {
          expect(read(answer)).toMatchObject({
            error: 'insufficient_scope',
            scope: 'orders:read orders:write',
            resourceMetadataUrl: new URL(metadata),
          });
        }
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
