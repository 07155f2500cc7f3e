/** Which redirect URI a request may name when another is registered (OAuth 2.1 §4.1.1, RFC 8252 §7.3). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { redirectUriMatches } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { hostileUri } from './hostile-uris.ts';

const loopbackHost = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');
const port = fc.integer({ min: 1, max: 65_535 });
const rest = fc.constantFrom('', '/', '/callback', '/callback?a=b', '?a=b');

describe('redirectUriMatches', () => {
  it.each([
    ['https://example.com/cb', 'https://example.com/cb'],
    ['com.example.app:/cb', 'com.example.app:/cb'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:51004/callback'],
    ['http://127.0.0.1:3000/callback', 'http://127.0.0.1/callback'],
    ['http://[::1]:3000/callback', 'http://[::1]:51004/callback'],
    ['http://localhost:3000/?state=1', 'http://localhost:51004/?state=1'],
    ['http://localhost', 'http://localhost:51004'],
  ])('OAUTH21-6, RFC8252-1, HOST-02: registered %s, requested %s', (registered, requested) => {
    expect(redirectUriMatches(registered, requested)).toBe(true);
  });

  it.each([
    ['https://example.com/cb', 'https://example.com:8443/cb', 'another port of a web site'],
    ['https://example.com/cb', 'https://example.com:443/cb', 'another spelling of a web site'],
    ['https://example.com/cb', 'https://EXAMPLE.com/cb', 'another case'],
    ['https://example.com/cb', 'https://example.com/cb/', 'a slash more'],
    ['https://example.com/cb', 'https://example.com/cb?x', 'a query more'],
    ['https://example.com/cb', 'https://example.com/cb/../evil', 'a longer path'],
    ['https://localhost/cb', 'https://localhost:51004/cb', 'https on loopback'],
    ['http://127.0.0.1/cb', 'http://localhost/cb', 'another name of the same machine'],
    ['http://localhost/cb', 'http://127.0.0.1/cb', 'another name of the same machine'],
    ['http://127.0.0.1/cb', 'http://[::1]/cb', 'another family'],
    ['http://localhost/cb', 'http://LOCALHOST:1/cb', 'another case'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/other', 'another path'],
    ['http://127.0.0.1', 'http://127.0.0.1:51004/', 'a slash more'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb?x=1', 'a query more'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb#x', 'a fragment more'],
    ['http://127.0.0.1/cb', 'https://127.0.0.1/cb', 'another scheme'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:1@evil.com/cb', 'loopback as a user name'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:80.evil.com/cb', 'a port that is a host'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:99999/cb', 'no such port'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:0080/cb', 'a port that is read differently'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:/cb', 'an empty port'],
    ['http://127.0.0.1/cb', 'http://127.1:80/cb', 'a shortened address'],
    ['http://127.0.0.1/cb', 'http://2130706433/cb', 'an address as one number'],
    ['http://localhost/cb', 'http://localhost.evil.com/cb', 'a longer host'],
    ['http://example.com/cb', 'http://example.com:8080/cb', 'a host that is not loopback'],
    ['com.example.app://localhost/cb', 'com.example.app://localhost:1/cb', 'another scheme with a port'],
  ])('OAUTH21-5, OAUTH21-6, RFC9700-1, AS-21: registered %s refuses %s: %s', (registered, requested) => {
    expect(redirectUriMatches(registered, requested)).toBe(false);
  });

  it('OAUTH21-6: any two ports of one loopback redirect match', () => {
    fc.assert(
      fc.property(loopbackHost, port, port, rest, (...[host, first, second, path]) => {
        expect(redirectUriMatches(`http://${host}:${first}${path}`, `http://${host}:${second}${path}`)).toBe(true);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('RFC9700-1: what matches without being equal differs in the port of a loopback address alone', () => {
    const variant = fc
      .tuple(loopbackHost, rest, hostileUri)
      .map(([host, path, piece]) => `http://${host}${piece}${path}`);
    fc.assert(
      fc.property(fc.oneof(variant, hostileUri), fc.oneof(variant, hostileUri), (registered, requested) => {
        fc.pre(registered !== requested);
        if (!redirectUriMatches(registered, requested)) return;
        const [known, asked] = [new URL(registered), new URL(requested)];
        expect(['localhost', '127.0.0.1', '[::1]']).toContain(asked.hostname);
        known.port = asked.port;
        expect(asked.href).toBe(known.href);
        expect([asked.protocol, asked.username]).toEqual(['http:', '']);
      }),
      { numRuns: propertyRuns(1000) },
    );
  });
});
