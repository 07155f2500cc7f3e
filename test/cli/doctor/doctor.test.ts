/** `granthouse doctor`: the real program before the example, and before servers of the test set that have one fault. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Report } from '@granthouse/client/doctor';
import { key } from '../../client/doctor/patients/healthy/mcp-server.ts';
import { admit, type Admitted, type Ailments } from '../../client/doctor/patients/patient.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import { personAtHome, type PersonAtHome } from '../connect/person.ts';

let house: House;
let person: PersonAtHome;
const admitted: Admitted[] = [];

beforeAll(async () => {
  house = await startHouse();
  person = await personAtHome();
});
afterAll(async () => {
  await person.close();
  for (const each of admitted) await each.close();
  await house.close();
});

async function patient(ailments: Ailments): Promise<string> {
  const each = await admit(ailments);
  admitted.push(each);
  return each.url;
}

const forbidden = { mcpServer: () => Response.json({ error: 'forbidden' }, { status: 403 }) };
const keyServer = { mcpHabits: { credentials: 'key' } } as const;

it('finds the example well, for the hosts that reach this machine', async () => {
  const { code, out, err } = await person.granthouse(['doctor', house.resource, '--host', 'cursor', '--register']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^✓ Cursor connects: OAuth, DCR found/m);
  expect(out).toContain('0 problems, 1 warning');
});

it('names the problem, whose fault it is and what mends it, and ends with a status of its own', async () => {
  const { code, out, err } = await person.granthouse(['doctor', await patient(forbidden)]);
  expect({ code, err }).toEqual({ code: 4, err: 'granthouse: a problem was found\n' });
  expect(out).toMatch(/^PROBLEM challenge\.status\n {2}seen [^]*?403 with\s+\{"error":"forbidden"\}/m);
  expect(out).toMatch(/^ {2}at fault {2}the MCP server\n {2}mend it {3}Answer 401/m);
});

it('ends so too when a host that was named does not connect', async () => {
  const { code, out, err } = await person.granthouse(['doctor', house.resource, '--host', 'duvo']);
  expect({ code, err }).toEqual({ code: 4, err: 'granthouse: Duvo: not connected\n' });
  expect(out).toMatch(/^✗ Duvo does not: .* leads to 127\.0\.0\.1/m);
});

it('says which options let more be looked at', async () => {
  const { out } = await person.granthouse(['doctor', house.resource, '--host', 'cursor']);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(/registration\.hosts.*: it registers a client, .*: --register allows it/);
});

it('prints the report as JSON, and nothing beside it', async () => {
  const words = ['doctor', house.resource, '--host', 'zed', '--json'];
  const { code, out, err } = await person.granthouse(words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const report = JSON.parse(out) as Report;
  expect(report).toMatchObject({
    endpoint: house.resource,
    way: 'oauth',
    verdicts: [{ host: 'zed', connects: 'yes' }],
  });
  expect(report.exchanges.length).toBeGreaterThan(5);
  expect(report.skipped.filter(({ reason }) => reason.startsWith('the doctor failed'))).toEqual([]);
});

it.each([[['--json']], [[]]])('takes a key by the name of its variable, and shows it nowhere: %j', async (more) => {
  const url = await patient(keyServer);
  const words = ['doctor', url, '--api-key', 'ORDERS_KEY', '--host', 'duvo', ...more];
  const { out, err } = await person.granthouse(words, { environment: { ORDERS_KEY: key } });
  expect(out).toContain('credential');
  expect(out + err).not.toContain(key);
  expect(out).not.toContain('credential.accepted: it needs');
});

it('names a key that is refused', async () => {
  const words = ['doctor', await patient(keyServer), '--api-key', 'ORDERS_KEY'];
  const { code, out } = await person.granthouse(words, { environment: { ORDERS_KEY: 'another-key' } });
  expect(code).toBe(4);
  expect(out).toMatch(/^PROBLEM credential\.accepted\n[^]*?at fault {2}the credential/m);
});

it.each([
  [['doctor'], /expected URL/],
  [['doctor', 'mcp.example.com'], /URL is the whole address/],
  [['doctor', 'https://mcp.example.com', '--host', 'dovo'], /there is no host "dovo".* duvo/],
  [['doctor', 'https://mcp.example.com', '--api-key', 'sk-secret-value'], /--api-key takes the name/],
  [['doctor', 'https://mcp.example.com', '--account', 'x'], /--account/],
])('%j is called wrongly', async (words, mistake) => {
  const { code, out, err } = await person.granthouse(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(mistake);
  expect(err).not.toContain('sk-secret-value');
});

it('signs in with the browser, and finds the example well all the way', async () => {
  const words = ['doctor', house.resource, '--register', '--sign-in', '--json'];
  const { code, out, err } = await person.granthouse(words);
  expect(err).toMatch(/^Sign in with your browser:/);
  const { findings, skipped, passed } = JSON.parse(out) as Report;
  expect(findings.filter(({ severity }) => severity !== 'note').map(({ check }) => check)).toEqual(['network.address']);
  expect(skipped.filter(({ needs, reason }) => needs !== 'credential' || /failed/.test(reason))).toEqual([]);
  expect(passed).toContain('revocation.effect');
  expect(code).toBe(0);
});
