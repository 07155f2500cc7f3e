/** Servers that want the doctor to harm others, or whoever reads its report. */
import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import { apiKey } from '@granthouse/client';
import { listening } from './listening.ts';
import { findingOf, reported } from './checks/reported.ts';
import { members, refusal } from './patients/ailments.ts';
import { key } from './patients/healthy/mcp-server.ts';

it('asks no more than a handful of times where registration is led to somebody else', async () => {
  let asked = 0;
  const victim = await listening(
    createServer((_, response) => {
      asked += 1;
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not here</html>');
    }),
  );
  const named = members('/.well-known/', () => ({ registration_endpoint: `${victim.origin}/orders` }));
  const report = await reported({ authorizationServer: named }, { register: true });
  await victim.close();
  expect(findingOf(report, 'registration.hosts')).toMatchObject({ severity: 'problem' });
  expect(asked).toBeLessThan(10);
});

it('tells no key that a server says again, in whatever form', async () => {
  const wrong = `${key.slice(0, -3)}xyz`;
  const echo = refusal((_, request) => {
    const given = [...request.headers.values()].find((value) => value.includes(wrong)) ?? '';
    const headers = {
      'www-authenticate': `Bearer error="invalid_token", error_description="${given}"`,
      'x-seen': encodeURIComponent(given),
      'content-type': 'application/json',
    };
    return new Response(JSON.stringify({ error: given, also: [given.split(' ').at(-1)] }), { status: 401, headers });
  });
  const report = await reported({ mcpServer: echo, mcpHabits: { credentials: 'key' } }, { credential: apiKey(wrong) });
  expect(findingOf(report, 'credential.accepted')).toBeDefined();
  expect(JSON.stringify(report)).not.toContain(wrong.slice(0, -4));
});
