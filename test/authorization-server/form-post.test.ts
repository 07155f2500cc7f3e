/** The engine's page that posts the answer to the client: the one page with a script, and that script alone (OAuth 2.0 Form Post Response Mode). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { pageOf } from '../support/connect.ts';
import { personAt } from '../support/person-at.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
});

afterAll(() => server.close());

describe('response_mode=form_post', () => {
  it.each(['/approve', '/deny'])(
    'AS-5, RFC9207-1, RFC9700-19: %s ends on a page that no one frames, with one known script',
    async (decision) => {
      const visit = await personAt(server.issuer);
      const state = `"><script>alert(1)</script>`;
      const consent = await visit.consentPage(visit.shared, { response_mode: 'form_post', state });

      const { html, headers, forms } = pageOf(await visit.shared.submit(consent, decision));

      const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
      expect(scripts).toHaveLength(1);
      const hash = createHash('sha256')
        .update(scripts[0] ?? '')
        .digest('base64');
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none';style-src 'self';script-src 'sha256-${hash}';base-uri 'none';frame-ancestors 'none'`,
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(forms[0]?.fields).toMatchObject({ state, iss: server.issuer });
    },
  );
});
