/** The report on a healthy server with one thing changed, which is closed after the test. */
import { afterEach } from '@jest/globals';
import { examine, type ExamineOptions, type Finding, type Report } from '@granthouse/client/doctor';
import { admit, type Admitted, type Ailments } from '../patients/patient.ts';

const admitted: Admitted[] = [];
afterEach(async () => {
  for (const each of admitted.splice(0)) await each.close();
});

export async function reported(ailments: Ailments, options: ExamineOptions = {}): Promise<Report> {
  const patient = await admit(ailments);
  admitted.push(patient);
  return examine(patient.url, { network: patient.network, ...options });
}

export const findingOf = ({ findings }: Report, check: string): Finding | undefined =>
  findings.find((each) => each.check === check);
