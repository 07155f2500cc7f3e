/** OAuthError: registered codes, their status, and a description that may go over the wire (RFC 6749 §5.2). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { OAuthError, type OAuthErrorCode } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';

describe('OAuthError', () => {
  it.each<[OAuthErrorCode, number]>([
    ['invalid_request', 400],
    ['invalid_grant', 400],
    ['invalid_redirect_uri', 400],
    ['invalid_target', 400],
    ['use_dpop_nonce', 400],
    ['invalid_client', 401],
    ['invalid_token', 401],
    ['insufficient_scope', 403],
    ['server_error', 500],
    ['temporarily_unavailable', 503],
  ])('OAUTH21-17, OAUTH21-30: %s has the status %i', (code, status) => {
    expect(new OAuthError(code, 'why').status).toBe(status);
  });

  it('gives the two members of an error answer and nothing else', () => {
    const error = new OAuthError('invalid_grant', 'the code is used', { cause: new Error('family 7 replayed') });
    expect(JSON.parse(JSON.stringify(error.body()))).toEqual({
      error: 'invalid_grant',
      error_description: 'the code is used',
    });
  });

  it('keeps the cause on this side of the wire', () => {
    const cause = new Error('the row of anna@example.com is locked');
    const error = new OAuthError('server_error', 'try again', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.body())).not.toContain('anna');
  });

  it('has no cause when none was given', () => {
    expect('cause' in new OAuthError('invalid_request', 'why')).toBe(false);
  });

  it('is an Error that says its name and its reason in a log', () => {
    expect(String(new OAuthError('invalid_scope', 'no such scope'))).toBe('OAuthError: no such scope');
  });

  it.each([
    ['he said "no"', "he said 'no'"],
    [String.raw`a\b`, 'a/b'],
    ['first\r\nSet-Cookie: a', 'first Set-Cookie: a'],
    ['für', 'f r'],
  ])('RFC6749-4: the description %j becomes %j', (given, sent) => {
    expect(new OAuthError('invalid_request', given).body().error_description).toBe(sent);
  });

  it('RFC6749-4: no description leaves the permitted characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (description) => {
        const sent = new OAuthError('invalid_request', description).body().error_description;
        expect(sent).toMatch(/^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
