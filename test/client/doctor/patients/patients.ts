/** The test set: every broken server, each with one fault. */
import { challenges } from './challenge.ts';
import { metadata } from './metadata.ts';
import { certificates } from './network.ts';
import type { Patient } from './patient.ts';
import { registration } from './registration.ts';
import { signIn } from './sign-in.ts';
import { toolFaults } from './tools.ts';
import { transport } from './transport.ts';

/** Over plain http on this machine. */
export const patients: readonly Patient[] = [
  ...transport,
  ...challenges,
  ...metadata,
  ...registration,
  ...signIn,
  ...toolFaults,
];

/** Behind TLS. */
export const securePatients = certificates;
