/** What may be registered as a redirect URI (RFC 8252 §7, OAuth 2.1 §2.3). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { isLoopbackHost, judgeRedirectUri, type RedirectUriClass } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { codeOr, refusal } from './attempt.ts';
import { dangerousRedirectUris, hostileUri } from './hostile-uris.ts';

const cursorUri = 'cursor://anysphere.cursor-mcp/oauth/callback';

describe('judgeRedirectUri', () => {
  it.each([
    ['https://claude.ai/api/mcp/auth_callback'],
    ['https://platform.duvo.ai/v1/oauth/mcp/callback'],
    ['https://vscode.dev/redirect'],
    ['https://console.x.ai/connectors-oauth-exchange-code/'],
    ['https://chat.example.com/oauth/clients/mcp:orders/callback'],
    ['https://intranet/cb'],
    ['https://EXAMPLE.com/cb'],
    ['https://example.com'],
    ['https://example.com:8443/cb?tenant=a&b=%2Fc'],
    ['https://my_host.example.com/~user/;v=1/cb'],
    ['https://xn--bcher-kva.example/cb'],
    ['https://192.0.2.7/cb'],
    ['https://[2001:db8::7]:8443/cb'],
  ])('HOST-01: %s is https', (uri) => {
    expect(judgeRedirectUri(uri)).toBe('https');
  });

  it.each([
    ['http://127.0.0.1/'],
    ['http://127.0.0.1:33418/'],
    ['http://127.0.0.1:53280/callback'],
    ['http://localhost:3000/?state=3d2e'],
    ['http://localhost:6274/oauth/callback'],
    ['http://LocalHost:6274/oauth/callback'],
    ['http://[::1]:8080/callback'],
    ['http://localhost'],
  ])('RFC8252-1, RFC8252-3: %s is loopback', (uri) => {
    expect(judgeRedirectUri(uri)).toBe('loopback');
  });

  it.each([
    ['com.example.app:/oauth2redirect/example-provider'],
    ['com.raycast:/oauth?package_name=Extension'],
    ['com.googleusercontent.apps.123-abc:/oauth2redirect'],
    ['com.example.app://callback'],
    ['org.example.1password:/cb'],
  ])('RFC8252-2: %s has a private-use scheme', (uri) => {
    expect(judgeRedirectUri(uri)).toBe('private-use');
  });

  it('OAUTH21-8, HOST-01: a scheme without a dot passes as the exact URI that is known, and in no other form', () => {
    const options = { knownUris: [cursorUri] };
    expect(judgeRedirectUri(cursorUri, options)).toBe('private-use');
    const variants = [`${cursorUri}/`, `${cursorUri}?a=b`, cursorUri.toUpperCase(), 'cursor://evil', 'cursor://'];
    const codes = variants.map((variant) => refusal(() => judgeRedirectUri(variant, options)).code);
    expect(new Set(codes)).toEqual(new Set(['invalid_redirect_uri']));
    expect(refusal(() => judgeRedirectUri(cursorUri)).code).toBe('invalid_redirect_uri');
  });

  it.each(dangerousRedirectUris.filter(([uri]) => !/^(?:cursor|localhost|example|com|x-apple)/.test(uri)))(
    'HOST-01: refuses %j even when it is called known, for it %s',
    (uri) => {
      expect(refusal(() => judgeRedirectUri(uri, { knownUris: [uri] })).code).toBe('invalid_redirect_uri');
    },
  );

  it.each(dangerousRedirectUris)('AS-22, OAUTH21-7, RFC9700-2: refuses %j, for it %s', (uri) => {
    expect(refusal(() => judgeRedirectUri(uri)).code).toBe('invalid_redirect_uri');
  });

  it('refuses a URI longer than 2048 characters, and no shorter one for its length', () => {
    const longest = `https://example.com/${'a'.repeat(2048 - 20)}`;
    expect(judgeRedirectUri(longest)).toBe('https');
    expect(refusal(() => judgeRedirectUri(`${longest}a`)).description).toContain('2048');
  });

  it.each([
    ['https://example.com/c b', 'holds whitespace'],
    ['https://bücher.example/cb', 'outside ASCII'],
    ['http://localhost\\cb', 'backslash'],
    ['/callback', 'is not absolute'],
    ['cursor://evil', 'without a dot'],
    ['com.example.app:cb', 'no slash follows'],
    ['https:example.com', 'after its two slashes'],
    ['https://example.com:99999/', 'no valid host and port'],
    ['https://example.com/*', 'wildcard'],
    ['http://2130706433/', 'browsers read differently'],
  ])('says of %s that it %s', (uri, reason) => {
    expect(refusal(() => judgeRedirectUri(uri)).description).toContain(reason);
  });

  it('repeats nothing of what was sent', () => {
    const { description } = refusal(() => judgeRedirectUri('http://evil.example/cb'));
    expect(description).toContain('127.0.0.1');
    expect(description).not.toContain('evil');
  });

  it('HOST-01: whatever comes is refused, or is what its class says to a browser too', () => {
    fc.assert(
      fc.property(hostileUri, fc.array(hostileUri, { maxLength: 2 }), (uri, others) => {
        const judged = codeOr(
          () => judgeRedirectUri(uri, { knownUris: [...others, uri] }),
          (found) => dangersOf(uri, found).length === 0,
        );
        expect(['invalid_redirect_uri', true]).toContain(judged);
      }),
      { numRuns: propertyRuns(1000) },
    );
  });
});

/** What is wrong with an accepted URI as a browser reads it, found without the code under test. */
function dangersOf(uri: string, judged: RedirectUriClass): string[] {
  const read = new URL(uri);
  const address = `${read.protocol}//${read.hostname}`;
  const afterAddress = uri.slice(address.length);
  const isWeb = judged !== 'private-use';
  const dangers: [found: boolean, danger: string][] = [
    [!/^[!-~]{1,2048}$/.test(uri), 'characters or length'],
    [/[\\#*<>"`{}|^]/.test(uri), 'characters that no URI holds'],
    [`${read.username}${read.password}${read.hash}` !== '', 'user name or fragment'],
    [!isWeb && /^(?:https?|javascript|data|vbscript|file|blob|about):$/.test(read.protocol), 'scheme that is refused'],
    [isWeb && read.protocol !== (judged === 'https' ? 'https:' : 'http:'), 'scheme of another class'],
    [isWeb && !uri.toLowerCase().startsWith(address), 'host that is written in another way'],
    [isWeb && !/^(?::\d+)?(?:[/?]|$)/.test(afterAddress), 'host that goes on'],
    [judged === 'loopback' && !['localhost', '127.0.0.1', '[::1]'].includes(read.hostname), 'host elsewhere'],
  ];
  return dangers.flatMap(([found, danger]) => (found ? [danger] : []));
}

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]', '::1'])('%s is the machine of the person', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    '',
    'localhost.',
    'localhost.evil.com',
    'evil.localhost',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    '0.0.0.0',
    '[::]',
  ])('%j is not', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
