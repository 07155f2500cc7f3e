/** The token that the proxy adds: real, and refreshed before it ends. */
import { afterEach, expect, it } from '@jest/globals';
import { type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { createTokenSource } from './token-source.ts';

const resource = 'https://orders.example.com/mcp';
let server: RunningServer;

afterEach(() => server.close());

it('serves one token until shortly before its end, and then one new one to all who ask at once', async () => {
  const clock = createTestClock();
  server = await startAuthorizationServer(resource, { lifetimes: { accessToken: 60 }, now: clock.now });
  const { token } = await createTokenSource(server.issuer, resource, clock.now);
  const first = await token();
  clock.advance(40_000);
  expect(await token()).toBe(first);
  clock.advance(10_000);
  const renewed = await Promise.all([token(), token(), token()]);
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]).not.toBe(first);
  clock.advance(50_000);
  expect(renewed).not.toContain(await token());
});
