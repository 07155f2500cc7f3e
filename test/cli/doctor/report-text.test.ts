/** How a report looks: as wide as the terminal, with colours where they are wanted, and nothing that a terminal obeys. */
import { expect, it } from '@jest/globals';
import type { Report } from '@granthouse/client/doctor';
import { progressOn } from '../../../packages/cli/src/doctor/progress.ts';
import { reportText } from '../../../packages/cli/src/doctor/report-text.ts';
import { screenOf } from '../../../packages/cli/src/doctor/screen.ts';

const known = { confidence: 'recorded', collected: '2026-11-20', checks: [] } as const;
const stopped = { connects: 'no', because: 'registers cursor://x, answered 400', ...known } as const;
const report: Report = {
  endpoint: 'https://mcp.example/mcp',
  way: 'oauth',
  passed: ['network.address'],
  findings: [
    {
      check: 'challenge.status',
      section: 'RFC 6750 §3.1',
      seen: `403 with \u001B[2Ja long text ${'that goes on and on '.repeat(8)}`,
      expected: '401',
      remedy: 'Answer 401.',
      fault: 'mcp-server',
      severity: 'problem',
      hosts: ['cursor'],
    },
  ],
  skipped: [{ check: 'registration.hosts', reason: 'it registers a client, which was not allowed', needs: 'register' }],
  verdicts: [
    { host: 'duvo', name: 'Duvo', connects: 'yes', because: 'OAuth, DCR found', ...known },
    { host: 'cursor', name: 'Cursor', ...stopped },
    { host: 'other', name: 'Other', ...stopped },
    { host: 'amp', name: 'Amp', connects: 'unknown', because: 'nothing is known', ...known },
  ],
  exchanges: [],
};
const look = { columns: 60, hasColour: false, inFull: false };

it('says of a server of keys what a sign-in by OAuth would need', () => {
  expect(reportText({ ...report, way: 'credential' }, look).replaceAll('\n', ' ')).toContain(
    'It asks for a key or headers: nothing that it publishes leads to a sign-in by OAuth (RFC 9728 §3).',
  );
});

it.each([40, 60, 100])('is at most %i columns wide', (columns) => {
  const lines = reportText(report, { ...look, columns }).split('\n');
  expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(columns);
});

it('counts the hosts that connect, and gives the others with the reason they have in common', () => {
  const text = reportText(report, look).replaceAll(/\n {2}/g, ' ');
  expect(text).toContain('✓ 1 host connects: Duvo');
  expect(text).toContain('✗ Cursor, Other do not: registers cursor://x, answered 400');
  expect(text).toContain('? Amp may or may not');
});

it('gives each host that was named its line', () => {
  const text = reportText(report, { ...look, inFull: true });
  expect(text).toMatch(/^✓ Duvo connects: OAuth, DCR found$/m);
  expect(text).toMatch(/^✗ Cursor does not: registers/m);
});

it('says which clients stay behind, with their ids', () => {
  const left = Array.from({ length: 7 }, (_, place) => {
    return { issuer: 'https://auth.example', clientId: `id-${place}`, ...(place > 0 && { name: 'Cursor' }) };
  });
  const text = (count: number) => reportText({ ...report, left: left.slice(0, count) }, look).replaceAll('\n', ' ');
  expect(text(1)).toContain(
    'Left behind at https://auth.example: 1 client, for its operator to remove: one without a name (id-0)',
  );
  expect(text(7)).toMatch(/7 clients, .*Cursor \(id-4\) and 2 more, which --json names$/);
  expect(text(0)).not.toContain('Left behind');
});

it('has colours where they are wanted alone, and never what a stranger sent', () => {
  expect(reportText(report, look)).not.toContain('\u001B');
  const coloured = reportText(report, { ...look, hasColour: true });
  expect(coloured).toContain('\u001B[31mPROBLEM\u001B[0m');
  expect(coloured).not.toContain('\u001B[2J');
});

it.each([
  [{ isTTY: true, columns: 120 }, {}, { columns: 100, hasColour: true }],
  [{ isTTY: true, columns: 20 }, { NO_COLOR: '1' }, { columns: 40, hasColour: false }],
  [{ isTTY: true }, { TERM: 'dumb' }, { columns: 80, hasColour: false }],
  [{}, {}, { columns: 80, hasColour: false }],
])('a screen %j with %j is %j', (stdout, env, screen) => {
  expect(screenOf({ stdout, env })).toEqual(screen);
});

it('shows progress in one line on a terminal, and leaves nothing of it', () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  const progress = progressOn({ isTTY: true, columns: 20, write });
  progress.show('1/9  Is the certificate trusted?');
  progress.show('2/9  Next');
  progress.clear();
  expect(written).toEqual(['1/9  Is the certif…', '\r\u001B[K', '2/9  Next', '\r\u001B[K']);
});

it('shows none elsewhere', () => {
  const written: string[] = [];
  progressOn({ isTTY: false, columns: 80, write: (text: string) => written.push(text) > 0 }).show('1/9');
  expect(written).toEqual([]);
});
