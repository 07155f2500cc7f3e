/** What a report never holds: what was given, what was issued, and any part of them. */
import { expect, it } from '@jest/globals';
import { apiKey } from '@granthouse/client';
import { type Check, examine } from '@granthouse/client/doctor';
import { processorTime } from '../../support/processor-time.ts';
import { check, found, serving } from './made-checks.ts';

it('tells no secret: none that was given, none that came, and none that was hidden', async () => {
  const answer = { access_token: 'issued-1', client_secret: 'issued-2', note: 'key-12345 was sent, and own-98765' };
  const url = await serving((request, response) => {
    response.writeHead(200, { 'set-cookie': 'session=issued-3', location: `/back?code=issued-4&error=no` });
    response.end(JSON.stringify({ ...answer, path: request.url }));
  });
  const judge: Check['judge'] = async (probe) => {
    probe.hide('own-98765');
    const { text } = await probe.ask(`${url}?state=issued-5`);
    expect(text).toContain('issued-1');
    return [{ ...found, seen: text }];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], credential: apiKey('key-12345') };
  const told = JSON.stringify(await examine(url, { ...options, checks: [check('a', { judge })] }));
  expect(told).not.toMatch(/issued-|12345|98765/);
  expect(told).toContain('error=no');
});

it('tells no key that is in the address, and leaves the words around a secret', async () => {
  const url = `${await serving((_, response) => response.end('Bearer realm, Bearer sk-987654'))}?key=in-the-address`;
  const judge: Check['judge'] = async (probe) => {
    const { text } = await probe.ask(probe.endpoint);
    return [{ ...found, seen: text, expected: probe.endpoint.href, remedy: `Ask ${probe.endpoint.href}.` }];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], credential: apiKey('sk-987654') };
  const report = await examine(url, { ...options, checks: [check('a', { judge })] });
  expect(JSON.stringify(report)).not.toMatch(/in-the-address|987654/);
  expect(report.findings[0]?.seen).toBe('Bearer realm, [redacted]');
});

it('tells no beginning of a secret either, where an answer was cut', async () => {
  const judge: Check['judge'] = () =>
    Promise.resolve([{ ...found, seen: '401 with {"code":"denied","key":"sk-98765…' }]);
  const options = { hosts: [], credential: apiKey('sk-9876543210'), checks: [check('a', { judge })] };
  const { findings } = await examine('https://mcp.example/mcp', options);
  expect(findings[0]?.seen).toBe('401 with {"code":"denied","key":"[redacted]…');
});

it.each([
  ['a secret and an answer', 'a…b'.repeat(20_000), 'ab"'.repeat(20_000)],
  ['an answer of beginnings of tokens', 'eyJ-'.repeat(60_000), 'a secret'],
])('is not held up by %s that a server makes long', async (_, answer, secret) => {
  const url = await serving((__, response) => response.end(answer));
  const judge: Check['judge'] = async (probe) => {
    await probe.ask(url);
    probe.hide(secret);
    return [found];
  };
  const options = { network: { besides: 'loopback' as const }, hosts: [], checks: [check('a', { judge })] };
  const passed = processorTime();
  const { findings } = await examine(url, options);
  expect(passed()).toBeLessThan(4_000);
  expect(findings).toHaveLength(1);
});

it('tells no JWT in the words of a stranger', async () => {
  const jwt = ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiJhZGEifQ', 'c2lnbmF0dXJl'].join('.');
  const judge: Check['judge'] = () => Promise.resolve([{ ...found, seen: `Bearer ${jwt}, x-${jwt}, mcp.example.com` }]);
  const { findings } = await examine('https://mcp.example/mcp', { hosts: [], checks: [check('a', { judge })] });
  expect(findings[0]?.seen).toBe('Bearer [redacted], x-[redacted], mcp.example.com');
});
