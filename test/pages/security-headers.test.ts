/** The headers of every page, one by one, and that nothing put into them adds to them. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pageHeaders } from '@granthouse/pages';
import { propertyRuns } from '../support/property-runs.ts';

const policyOf = (formActionTargets?: string[]) =>
  new Map(
    (pageHeaders(formActionTargets ? { formActionTargets } : {})['Content-Security-Policy'] ?? '')
      .split('; ')
      .map((directive): [string, string] => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]),
  );

describe('pageHeaders', () => {
  it('RFC9700-16: loads nothing from elsewhere, and runs nothing', () => {
    expect(Object.fromEntries(policyOf())).toEqual({
      'default-src': "'none'",
      'style-src': "'self'",
      'img-src': "'self'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    });
  });

  it('runs a script of our own origin on pages that have one, and nothing that stands in them', () => {
    const policy = pageHeaders({ script: true })['Content-Security-Policy'] ?? '';
    expect(policy.split('; ').filter((directive) => directive.startsWith('script'))).toEqual(["script-src 'self'"]);
  });

  it('RFC9700-19: can’t be framed, by old browsers either', () => {
    expect(policyOf().get('frame-ancestors')).toBe("'none'");
    expect(pageHeaders()['X-Frame-Options']).toBe('DENY');
  });

  it('is kept by no cache, and its type is not guessed', () => {
    expect(pageHeaders()).toMatchObject({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  });

  it('RFC9700-16: tells other sites nothing, yet lets browsers say where a form comes from', () => {
    expect(pageHeaders()['Referrer-Policy']).toBe('same-origin');
  });

  it('leaves the window of an app that opened it in a popup connected', () => {
    expect(pageHeaders()['Cross-Origin-Opener-Policy']).toBe('unsafe-none');
  });

  it.each([
    ['an origin', 'https://cursor.com', 'https://cursor.com'],
    ['an origin with its port', 'http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['localhost', 'http://localhost:33418', 'http://localhost:33418'],
    ['a private scheme', 'cursor:', 'cursor:'],
    ['a private scheme with dots', 'com.example.app:', 'com.example.app:'],
    ['an IPv6 address, which a policy can’t name', 'http://[::1]:8787', 'http:'],
    ['a host that would add a directive', 'https://a;script-src', 'https:'],
    ['a host that would add a policy', 'https://a,b', 'https:'],
  ])('lets a form lead to %s', (_kind, target, expression) => {
    expect(policyOf([target]).get('form-action')).toBe(`'self' ${expression}`);
  });

  it.each([
    '*',
    "'unsafe-inline'",
    'https://a.example https://b.example',
    'a b:',
    '',
    'cursor://callback',
    '//evil.example',
  ])('throws for %j, which is neither an origin nor a scheme', (target) => {
    expect(() => pageHeaders({ formActionTargets: [target] })).toThrow(TypeError);
  });

  it('no target adds a directive or a header line', () => {
    const target = fc.oneof(
      fc.string(),
      fc.string().map((host) => `https://${host}`),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(target, (given) => {
        const policy = policyUnlessRefused(given);
        if (!policy) return;
        expect([...policy.keys()]).toEqual([...policyOf().keys()]);
        expect(policy.get('form-action')).toMatch(/^'self' [a-z][a-z\d+.-]*:(?:\/\/[a-z\d.-]+(?::\d+)?)?$/i);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

function policyUnlessRefused(target: string): Map<string, string> | undefined {
  try {
    return policyOf([target]);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
