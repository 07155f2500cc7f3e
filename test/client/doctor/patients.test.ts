/** The doctor before servers with one fault each: it names that fault and whose it is, and finds none in a healthy one. */
import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { describeWhere } from '../../support/run-where.ts';
import { examined } from './patients/examined.ts';
import { text } from './patients/healthy/answers.ts';
import { makesCertificates } from './patients/healthy/certificates.ts';
import { admit, type Ailment, type Ailments, type Patient } from './patients/patient.ts';
import { patients, securePatients } from './patients/patients.ts';

async function expectNamed({ check, also = [], fault, words, ...ailments }: Patient): Promise<void> {
  const admitted = await admit(ailments);
  const findings = await examined(admitted, ailments);
  await admitted.close();
  const named = findings.map((found) => ({ check: found.check, fault: found.fault }));
  expect({ first: named[0], others: named.filter((each) => ![check, ...also].includes(each.check)) }).toEqual({
    first: { check, fault },
    others: [],
  });
  expect(findings.map(({ seen, remedy }) => `${seen} ${remedy}`).join('\n')).toMatch(words);
}

/** As the Go SDK does. */
function refusingIdsInFlight(): Ailment {
  const answering = new Set<string>();
  return async (request, healthy) => {
    if (request.method !== 'POST') return healthy(request);
    const { id } = (await request.clone().json()) as { id?: number };
    const name = `${request.headers.get('mcp-session-id')} ${id}`;
    if (request.headers.has('mcp-session-id') && answering.has(name))
      return text('duplicate in-flight request ID', 400);
    answering.add(name);
    const answer = await healthy(request);
    const headers = new Headers([...answer.headers, ['mcp-session-id', 'the-only-session']]);
    const body = await answer.text();
    await setImmediate();
    answering.delete(name);
    return new Response(body || null, { status: answer.status, headers });
  };
}

it.each<[string, Ailments]>([
  ['signs in', {}],
  ['takes keys', { mcpHabits: { credentials: 'key' } }],
  ['takes everybody', { mcpHabits: { credentials: 'none' } }],
  ['answers an id once at a time', { mcpHabits: { credentials: 'none' }, mcpServer: refusingIdsInFlight() }],
])('finds nothing in the healthy server that %s', async (_name, ailments) => {
  const admitted = await admit(ailments);
  expect(await examined(admitted, ailments)).toEqual([]);
  await admitted.close();
});

it.each(patients)('names it when $name', expectNamed);

describeWhere(makesCertificates, 'no openssl 3')('behind TLS', () => {
  it('finds nothing in the healthy server', async () => {
    const admitted = await admit({ certificate: 'sound' });
    expect(await examined(admitted)).toEqual([]);
    await admitted.close();
  });

  it.each(securePatients)('names it when $name', expectNamed);
});
