/** The doctor before servers with one fault each: it names that fault and whose it is, and finds none in a healthy one. */
import { expect, it } from '@jest/globals';
import { describeWhere } from '../../support/run-where.ts';
import { examined } from './patients/examined.ts';
import { makesCertificates } from './patients/healthy/certificates.ts';
import { admit, type Patient } from './patients/patient.ts';
import { patients, securePatients } from './patients/patients.ts';
import { sound } from './patients/sound.ts';

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

it.each(sound)('finds nothing in the healthy server that $name', async ({ name: _itself, ...healthy }) => {
  const admitted = await admit(healthy);
  expect(await examined(admitted, healthy)).toEqual([]);
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
