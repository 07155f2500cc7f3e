/** Where metadata documents live (RFC 8414 §3.1, RFC 9728 §3.1). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { authorizationServerMetadataUrls, protectedResourceMetadataUrl } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { codeOr, refusal } from './attempt.ts';
import { hostileUri } from './hostile-uris.ts';

const resourceBase = '/.well-known/oauth-protected-resource';

describe('protectedResourceMetadataUrl', () => {
  it.each([
    ['https://resource.example.com', `https://resource.example.com${resourceBase}`],
    ['https://resource.example.com/', `https://resource.example.com${resourceBase}`],
    ['https://resource.example.com/resource1', `https://resource.example.com${resourceBase}/resource1`],
    ['https://resource.example.com/a/b', `https://resource.example.com${resourceBase}/a/b`],
    ['https://resource.example.com/mcp/', `https://resource.example.com${resourceBase}/mcp/`],
    ['https://resource.example.com/mcp?tenant=7', `https://resource.example.com${resourceBase}/mcp?tenant=7`],
    ['https://resource.example.com/?tenant=7', `https://resource.example.com${resourceBase}?tenant=7`],
    ['https://resource.example.com:8443/mcp', `https://resource.example.com:8443${resourceBase}/mcp`],
    ['http://localhost:9401/mcp', `http://localhost:9401${resourceBase}/mcp`],
    ['http://[::1]:9401/mcp', `http://[::1]:9401${resourceBase}/mcp`],
  ])('RFC9728-2: the metadata of %s is at %s', (resource, url) => {
    expect(protectedResourceMetadataUrl(resource)).toBe(url);
  });

  it.each([
    '',
    'mcp',
    '/mcp',
    'urn:example:mcp',
    'https://h.example/mcp#x',
    'https://a@h.example/',
    'javascript:alert(1)',
  ])('RFC9728-1: %j is no resource', (resource) => {
    expect(refusal(() => protectedResourceMetadataUrl(resource)).code).toBe('invalid_target');
  });

  it('stays on the origin of the resource, whatever comes', () => {
    fc.assert(
      fc.property(hostileUri, (resource) => {
        const judged = codeOr(
          () => protectedResourceMetadataUrl(resource),
          (url) => new URL(url).href.startsWith(new URL(resource).origin + resourceBase),
        );
        expect(['invalid_target', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});

describe('authorizationServerMetadataUrls', () => {
  it.each(['https://auth.example.com', 'https://auth.example.com/'])('CL-3: an issuer without a path: %s', (issuer) => {
    expect(authorizationServerMetadataUrls(issuer)).toEqual([
      'https://auth.example.com/.well-known/oauth-authorization-server',
      'https://auth.example.com/.well-known/openid-configuration',
    ]);
  });

  it.each(['https://auth.example.com/tenant1', 'https://auth.example.com/tenant1/'])(
    'CL-3, RFC8414-2: an issuer with a path, a slash at its end removed: %s',
    (issuer) => {
      expect(authorizationServerMetadataUrls(issuer)).toEqual([
        'https://auth.example.com/.well-known/oauth-authorization-server/tenant1',
        'https://auth.example.com/.well-known/openid-configuration/tenant1',
        'https://auth.example.com/tenant1/.well-known/openid-configuration',
      ]);
    },
  );

  it.each([
    '',
    'auth.example.com',
    'https://h.example?x=1',
    'https://h.example/#x',
    'file:///etc',
    'https://a:b@h.example',
  ])('RFC8414-1: %j is no issuer', (issuer) => {
    expect(refusal(() => authorizationServerMetadataUrls(issuer)).code).toBe('invalid_request');
  });

  it('stays on the origin of the issuer, whatever comes', () => {
    fc.assert(
      fc.property(hostileUri, (issuer) => {
        const judged = codeOr(
          () => authorizationServerMetadataUrls(issuer),
          (urls) => urls.every((url) => new URL(url).origin === new URL(issuer).origin),
        );
        expect(['invalid_request', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
