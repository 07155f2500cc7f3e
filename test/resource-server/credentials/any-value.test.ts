/** Whatever stands in the headers that carry keys and values, the guard refuses it and never breaks (RFC 6750 §3.1). */
import { expect, it } from '@jest/globals';
import { parseChallenges } from '@granthouse/protocol';
import { protectedResource } from '@granthouse/resource-server';
import * as fc from 'fast-check';
import { propertyRuns } from '../../support/property-runs.ts';

const keys = [{ sha256: '0'.repeat(64), clientId: 'a' }];
const resource = protectedResource({
  resource: 'https://api.example/mcp',
  credentials: [
    { kind: 'api_key', prefix: 'ok_', keys },
    { kind: 'api_key', header: 'x-api-key', keys },
    { kind: 'headers', names: ['x-team', 'x-token'], validate: () => undefined },
  ],
});

const value = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 400, maxLength: 700 }));
const anything = fc.oneof(
  value,
  value.map((text) => `Bearer ok_${text}`),
  value.map((text) => `Bearer ${text}`),
);
const headers = fc.record(
  { authorization: anything, 'x-api-key': anything, 'x-team': anything, 'x-token': anything },
  { requiredKeys: [] },
);

it('RS-3, RS-13: is answered with 400 or 401 and one challenge, which says nothing of OAuth and repeats no value', async () => {
  await fc.assert(
    fc.asyncProperty(headers, async (sent) => {
      const all: Record<string, string | undefined> = { host: 'api.example', ...sent };
      const head = { method: 'POST', url: '/mcp', headers: { get: (name: string) => all[name] ?? null } };
      const answer = await resource.handle(head);
      if (!(answer instanceof Response)) throw new Error('let through');
      expect([400, 401]).toContain(answer.status);
      const challenge = answer.headers.get('www-authenticate') ?? '';
      expect(parseChallenges(challenge)).toHaveLength(1);
      expect(challenge).not.toMatch(/resource_metadata|scope/);
      const said = challenge + (await answer.text());
      expect(Object.values(sent).filter((text) => text.length > 20 && said.includes(text))).toEqual([]);
    }),
    { numRuns: propertyRuns(300) },
  );
});
