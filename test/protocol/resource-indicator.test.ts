/** The canonical form of a resource, and which spellings name the same (RFC 8707 §2). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { canonicalResource, isSameResource } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { codeOr, refusal } from './attempt.ts';
import { hostileUri } from './hostile-uris.ts';

const spelledResource = fc.record({
  host: fc.constantFrom('orders.example.com', 'localhost', '127.0.0.1', '[::1]'),
  port: fc.constantFrom('', ':8443', ':443'),
  path: fc.constantFrom('', '/mcp', '/a/b', '/A%2Fb'),
  query: fc.constantFrom('', '?tenant=7'),
});

describe('canonicalResource', () => {
  it.each([
    ['https://orders.example.com/mcp', 'https://orders.example.com/mcp'],
    ['https://orders.example.com/mcp/', 'https://orders.example.com/mcp'],
    ['HTTPS://Orders.Example.COM/MCP', 'https://orders.example.com/MCP'],
    ['https://orders.example.com:443/mcp', 'https://orders.example.com/mcp'],
    ['http://localhost:80/mcp', 'http://localhost/mcp'],
    ['https://orders.example.com', 'https://orders.example.com'],
    ['https://orders.example.com/', 'https://orders.example.com'],
    ['https://orders.example.com:8443/mcp?tenant=A', 'https://orders.example.com:8443/mcp?tenant=A'],
    ['http://[::1]:9401/mcp', 'http://[::1]:9401/mcp'],
  ])('AS-27, HOST-18: %s becomes %s', (value, canonical) => {
    expect(canonicalResource(value)).toBe(canonical);
  });

  it.each([
    '',
    'orders',
    '/mcp',
    '//orders.example.com/mcp',
    'urn:example:orders',
    'mailto:orders@example.com',
    'https://orders.example.com/mcp#',
    'https://orders.example.com/mcp#tools',
    'https://user@orders.example.com/mcp',
    'https://orders.example.com/mcp ',
    'https://orders.example.com/a/../mcp',
    String.raw`https://orders.example.com\mcp`,
    'https://örders.example.com/mcp',
    'https://orders.example.com./mcp',
    'http://2130706433/mcp',
  ])('RFC8707-1: %j is an invalid_target', (value) => {
    expect(refusal(() => canonicalResource(value)).code).toBe('invalid_target');
  });

  it('says of a URI that is no web address what it would have to be', () => {
    expect(refusal(() => canonicalResource('urn:example:orders')).description).toBe(
      'the resource is neither https nor http',
    );
  });

  it('is refused as invalid_target or stays as it is when made canonical again', () => {
    fc.assert(
      fc.property(hostileUri, (value) => {
        const judged = codeOr(
          () => canonicalResource(value),
          (canonical) => canonicalResource(canonical) === canonical,
        );
        expect(['invalid_target', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});

describe('isSameResource', () => {
  it('HOST-18: a slash more, an upper-case host and the default port change nothing', () => {
    fc.assert(
      fc.property(spelledResource, ({ host, port, path, query }) => {
        const plain = `https://${host}${port}${path}${query}`;
        const spelled = `HTTPS://${host.toUpperCase()}${port || ':443'}${path}/${query}`;
        expect(isSameResource(plain, spelled)).toBe(true);
        expect(isSameResource(spelled, plain)).toBe(true);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  it.each([
    ['https://orders.example.com/mcp', 'https://orders.example.com/MCP', 'another case of the path'],
    ['https://orders.example.com/mcp', 'https://orders.example.com/mcp2', 'a longer path'],
    ['https://orders.example.com/mcp', 'https://orders.example.com', 'the whole origin'],
    ['https://orders.example.com/mcp', 'http://orders.example.com/mcp', 'another scheme'],
    ['https://orders.example.com/mcp', 'https://orders.example.com:8443/mcp', 'another port'],
    ['https://orders.example.com/mcp', 'https://orders.example.com.evil.com/mcp', 'a longer host'],
    ['https://orders.example.com/mcp', 'https://orders.example.com/mcp?tenant=7', 'a query more'],
    ['https://orders.example.com/a%2Fb', 'https://orders.example.com/a/b', 'a decoded slash'],
    ['http://localhost/mcp', 'http://127.0.0.1/mcp', 'another name of one machine'],
    ['https://orders.example.com/mcp#', 'https://orders.example.com/mcp', 'a fragment'],
    ['orders', 'orders', 'no resource at all'],
    ['', '', 'nothing'],
  ])('RFC8707-3: %s is not %s: %s', (a, b) => {
    expect(isSameResource(a, b)).toBe(false);
    expect(isSameResource(b, a)).toBe(false);
  });

  it('never throws, and the order does not matter', () => {
    fc.assert(
      fc.property(hostileUri, hostileUri, (a, b) => {
        expect(isSameResource(a, b)).toBe(isSameResource(b, a));
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
