/** Registration, as it is answered: it acts, so that a person has to allow it. */
import type { Check } from '../../check.ts';
import { answersRegistration } from './answer.ts';
import { refusesDangerousUris } from './dangerous-uris.ts';
import { registersHosts } from './hosts.ts';
import { takesAnyPort } from './loopback-port.ts';

export const registrationChecks: readonly Check[] = [
  answersRegistration,
  refusesDangerousUris,
  takesAnyPort,
  registersHosts,
];
