/** What the doctor leaves on a server: no session where those may be ended, no client where those may be removed; else it says which. */
import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { examine } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { takeBack } from '../../../../packages/client/src/doctor/clients.ts';
import { check as made, serving } from '../made-checks.ts';
import { json, text } from '../patients/healthy/answers.ts';
import type { Ailment } from '../patients/patient.ts';
import { findingOf, reported } from './reported.ts';

const open = async (url: URL) => {
  const answer = await fetch(url, { redirect: 'manual' });
  await answer.body?.cancel();
  await fetch(answer.headers.get('location') ?? '').then((page) => page.body?.cancel());
};

/** Begins a session with each beginning; `ending` answers whoever ends one. */
function sessions(ending: (id: string, ended: () => void) => Response | Promise<Response>) {
  const living = new Set<string>();
  let begun = 0;
  let asked = 0;
  const mcpServer: Ailment = async (request, healthy) => {
    const id = request.headers.get('mcp-session-id') ?? '';
    const answer = await healthy(request.clone());
    if (request.method === 'DELETE' && answer.status !== 401) {
      asked += 1;
      return ending(id, () => void living.delete(id));
    }
    const isBeginning = request.method === 'POST' && (await request.text()).includes('"initialize"');
    if (!isBeginning || !answer.ok) return answer;
    const own = randomUUID();
    living.add(own);
    begun += 1;
    return new Response(answer.body, { status: 200, headers: [...answer.headers, ['mcp-session-id', own]] });
  };
  return { mcpServer, seen: () => ({ living: living.size, begun, asked }) };
}

const ended = (_id: string, end: () => void) => {
  end();
  return new Response(null, { status: 204 });
};

it.each([
  ['that lets everybody in', { mcpHabits: { credentials: 'none' } as const }, {}],
  ['at which somebody signed in', {}, { open }],
])('ends each session that it began at a server %s', async (_, habits, options) => {
  const { mcpServer, seen } = sessions(ended);
  await reported({ ...habits, mcpServer }, { ...options });
  expect(seen()).toMatchObject({ living: 0 });
  expect(seen().begun).toBeGreaterThan(3);
});

it.each<[string, () => Response | Promise<Response>]>([
  ['lets no client end one', () => text('Method Not Allowed', 405)],
  ['fails at it', () => text('oh', 500)],
  ['says nothing that can be read', () => Promise.reject(new Error('broken off'))],
])('finds no fault in a server that %s, and doesn’t go on asking', async (_, ending) => {
  const { mcpServer, seen } = sessions(ending);
  const habits = { mcpHabits: { credentials: 'none' } as const };
  const [with_, without] = [await reported({ ...habits, mcpServer }), await reported(habits)];
  expect(with_.findings.map(({ check }) => check)).toEqual(without.findings.map(({ check }) => check));
  expect(seen().asked).toBeLessThan(seen().begun);
});

/** Lets clients be removed, by the address that `where` makes of an origin and an id (RFC 7592 §2.3). */
function registrar(where: (origin: string, id: string) => string | undefined, removing: () => number = () => 204) {
  const registered = new Map<string, string>();
  let asked = 0;
  const authorizationServer: Ailment = async (request, healthy) => {
    const { pathname, origin } = new URL(request.url);
    const [, id = ''] = /^\/register\/(.+)$/.exec(pathname) ?? [];
    if (request.method === 'DELETE') {
      asked += 1;
      const isOwn = request.headers.get('authorization') === `Bearer token-of-${id}`;
      if (removing() === 204 && isOwn) registered.delete(id);
      return new Response(null, { status: isOwn ? removing() : 401 });
    }
    const answer = await healthy(request);
    if (pathname !== '/register' || !answer.ok) return answer;
    const client = (await answer.json()) as { client_id: string; client_name?: string };
    registered.set(client.client_id, client.client_name ?? '');
    const uri = where(origin, client.client_id);
    const managed = { registration_client_uri: uri, registration_access_token: `token-of-${client.client_id}` };
    return json({ ...client, ...(uri !== undefined && managed) }, 201);
  };
  return { authorizationServer, registered, asked: () => asked };
}

const hosts = hostProfiles().filter(({ id }) => ['vscode', 'cursor'].includes(id));

it('removes each client that it registered, the one that signed in too', async () => {
  const { authorizationServer, registered, asked } = registrar((origin, id) => `${origin}/register/${id}`);
  const report = await reported({ authorizationServer }, { hosts, register: true, open });
  expect(report.passed).toContain('revocation.effect');
  expect(asked()).toBeGreaterThan(5);
  expect([...registered.keys()]).toEqual([]);
  expect(report.left).toBeUndefined();
  expect(JSON.stringify(report)).not.toContain('token-of-');
});

it('shows the MCP server no credential of an authorization server that names a session, too', async () => {
  const { authorizationServer } = registrar((origin, id) => `${origin}/register/${id}`);
  const shown: string[] = [];
  await reported(
    {
      async authorizationServer(request, healthy) {
        const { status, body, headers } = await authorizationServer(request, healthy);
        return new Response(body, { status, headers: [...headers, ['mcp-session-id', randomUUID()]] });
      },
      mcpServer(request, healthy) {
        shown.push(request.headers.get('authorization') ?? '');
        return healthy(request);
      },
    },
    { hosts, register: true },
  );
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((each) => each.includes('token-of-'))).toEqual([]);
});

it.each<[string, ReturnType<typeof registrar>, number]>([
  ['that can’t be removed', registrar(() => undefined), 0],
  ['whose address is elsewhere', registrar((_origin, id) => `https://elsewhere.example/register/${id}`), 0],
  [
    'that the server does not let go',
    registrar(
      (origin, id) => `${origin}/register/${id}`,
      () => 500,
    ),
    1,
  ],
])('says which clients it left, by name and id: those %s', async (_, server, asked) => {
  const { authorizationServer, registered } = server;
  const report = await reported({ authorizationServer }, { hosts, register: true, open });
  const left = report.left?.map(({ clientId, name = '' }) => [clientId, name]) ?? [];
  expect(new Map(left as [string, string][])).toEqual(registered);
  expect(report.left?.map(({ name }) => name)).toEqual(expect.arrayContaining(['Granthouse doctor', 'Cursor']));
  expect(server.asked()).toBe(asked);
  expect(findingOf(report, 'registration.hosts')).toBeUndefined();
});

it('removes clients also where all was spent that an examination may spend', async () => {
  const removed: string[] = [];
  const url = await serving(({ method = '', url: path = '' }, response) => {
    if (method === 'DELETE') removed.push(path);
    response.writeHead(204).end();
  });
  const managed = { registration_client_uri: url, registration_access_token: 'token-of-the-client' };
  const removing = made('a', {
    async judge(probe) {
      await probe.ask(url);
      for (const id of ['one', 'two']) await takeBack({ url, json: { client_id: id, ...managed } }, probe);
      return [];
    },
  });
  const options = { network: { besides: 'loopback' }, hosts: [], checks: [removing], timeLimit: 0.001 } as const;
  const { passed, findings, left } = await examine(url, options);
  expect({ passed, findings, left, removed }).toEqual({
    passed: ['a'],
    findings: [],
    left: undefined,
    removed: ['/mcp', '/mcp'],
  });
});

it('tells the client that it left, also where the token for its removal is no text', async () => {
  const authorizationServer: Ailment = async (request, healthy) => {
    const answer = await healthy(request);
    if (new URL(request.url).pathname !== '/register' || !answer.ok) return answer;
    const managed = { registration_client_uri: `${request.url}/x`, registration_access_token: '\ud800'.repeat(8) };
    return json({ ...((await answer.json()) as object), ...managed }, 201);
  };
  const report = await reported({ authorizationServer }, { hosts, register: true });
  expect(report.left?.length).toBeGreaterThan(0);
});
