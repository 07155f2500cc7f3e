/** What is told of a connection on a screen: its beginning, whatever the server grants. */
import { expect, it } from '@jest/globals';
import { summaryText } from '../../../packages/cli/src/connect/summary.ts';

const common = { url: 'https://orders.example.com/mcp', account: 'default', connectedAt: '2026-11-26T00:00:00Z' };

it.each([
  [{ name: 'granthouse', title: 'Northwind connections', version: '0.1.0' }, 'Northwind connections 0.1.0'],
  [{ name: 'orders', title: '', version: '1.0.0' }, 'orders 1.0.0'],
  [{}, common.url],
])('a server is called what it calls itself for people: %j', (server, called) => {
  const told = summaryText({ ...common, authentication: 'none', server, tools: 1 });
  expect(told.startsWith(`Connected to ${called}, without a credential`)).toBe(true);
});

it('scopes without number are told of, and not told', () => {
  const scope = Array.from({ length: 50_000 }, (_, each) => `s${each}`);
  const told = summaryText({ ...common, authentication: 'oauth', issuer: 'https://as.example', scope });
  expect(told).toMatch(/^It may: s0 s1 .*…$/m);
  expect(told.length).toBeLessThan(1_500);
});
