/** How the doctor leaves a server: in time, with what it was given taken back, and a limit that it met told. */
import { expect, it } from '@jest/globals';
import { hostProfiles } from '@granthouse/host-profiles';
import { check, run, serving } from '../made-checks.ts';
import type { Ailment } from '../patients/patient.ts';
import { json } from '../patients/healthy/answers.ts';
import { findingOf, reported } from './reported.ts';

const open = async (url: URL) => {
  const answer = await fetch(url, { redirect: 'manual' });
  await answer.body?.cancel();
  await fetch(answer.headers.get('location') ?? '').then((page) => page.body?.cancel());
};

/** Registers so many, and asks everybody else to slow down. */
function registering(most: number): Ailment {
  let registered = 0;
  return (request, healthy) => {
    if (new URL(request.url).pathname !== '/register') return healthy(request);
    registered += 1;
    return registered > most ? json({ error: 'too_many_requests' }, 429) : healthy(request);
  };
}

it('signs in before the registrations of all hosts use up what a server bears', async () => {
  const report = await reported({ authorizationServer: registering(12) }, { register: true, open });
  expect(report.passed).toEqual(expect.arrayContaining(['sign-in.answer', 'token.answer', 'tools.listed']));
  expect(findingOf(report, 'registration.hosts')).toMatchObject({
    severity: 'note',
    seen: expect.stringMatching(/answered 429, so that \d+ registrations were not tried/),
  });
});

it.each([1, 2, 4, 5, 8, 10])('calls no host refused for the limit that it met after %d registrations', async (most) => {
  const hosts = hostProfiles().filter(({ id }) => id === 'vscode');
  const report = await reported({ authorizationServer: registering(most) }, { hosts, register: true });
  expect(report.verdicts).toMatchObject([{ connects: 'yes' }]);
  expect(report.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
});

it('takes back the access that it was given for another resource, too', async () => {
  const [granted, revoked] = [new Set<string>(), new Set<string>()];
  const seen: Ailment = async (request, healthy) => {
    const { pathname } = new URL(request.url);
    const form = new URLSearchParams(request.method === 'POST' ? await request.clone().text() : '');
    const answer = await healthy(request);
    if (pathname === '/revoke') revoked.add(form.get('token') ?? '');
    if (pathname !== '/token' || form.get('grant_type') !== 'authorization_code' || !answer.ok) return answer;
    const { access_token: token } = (await answer.clone().json()) as { access_token: string };
    granted.add(token);
    return answer;
  };
  await reported({ authorizationServer: seen, serverHabits: { resources: 'any' } }, { hosts: [], open });
  const foreign = [...granted].at(-1) ?? '';
  expect(granted.size).toBe(2);
  expect(revoked).toContain(foreign);
});

it('tells once that its time is over, and looks at nothing more', async () => {
  const url = await serving((_, response) => response.end());
  const judge = async ({ ask }: { ask: (url: string, init: object) => Promise<unknown> }) => {
    await ask(url, { method: 'GET' });
    await ask(url, { method: 'POST' });
    return [];
  };
  const checks = ['a', 'b', 'c'].map((id) => check(id, { judge }));
  const { findings, skipped } = await run(checks, { timeLimit: 0.001 });
  expect(findings).toMatchObject([{ check: 'a', hosts: [] }]);
  expect(skipped.map(({ reason }) => reason)).toEqual(Array(2).fill('all answers took longer than 0.000001 s'));
});

it('prints no word of a stranger that a terminal obeys', async () => {
  const judge = () => Promise.reject(new Error('\u001B]0;owned\u0007'));
  const found = {
    seen: '\u001B[2J',
    expected: '\u009B1m',
    remedy: 'a\r\nb',
    fault: 'network',
    severity: 'note',
  } as const;
  const report = await run([check('a', { judge }), check('b', { judge: () => Promise.resolve([found]) })]);
  expect(JSON.stringify([report.findings, report.skipped])).not.toMatch(/\\u001b|\\u0007|\u009B|\\r/);
});

it('hides the code that came, where the server says it again', async () => {
  const codes: string[] = [];
  const echo: Ailment = async (request, healthy) => {
    if (new URL(request.url).pathname !== '/token') return healthy(request);
    const code = new URLSearchParams(await request.text()).get('code') ?? '';
    codes.push(code);
    return json({ error: 'invalid_grant', error_description: `unknown ${code}` }, 400);
  };
  const report = await reported({ authorizationServer: echo }, { hosts: [], open });
  const [code = 'none'] = codes;
  expect(findingOf(report, 'token.answer')).toBeDefined();
  expect(JSON.stringify(report)).not.toContain(code);
});
