/** What is told of a connection on a screen: its beginning, whatever the server grants. */
import { expect, it } from '@jest/globals';
import { summaryText } from '../../../packages/cli/src/connect/summary.ts';

it('scopes without number are told of, and not told', () => {
  const scope = Array.from({ length: 50_000 }, (_, each) => `s${each}`);
  const common = { url: 'https://orders.example.com/mcp', account: 'default', connectedAt: '2026-11-26T00:00:00Z' };
  const told = summaryText({ ...common, authentication: 'oauth', issuer: 'https://as.example', scope });
  expect(told).toMatch(/^It may: s0 s1 .*…$/m);
  expect(told.length).toBeLessThan(1_500);
});
