/** All checks in their order: a check stands behind those that it builds on. */
import type { Check } from './check.ts';
import { networkChecks } from './checks/network.ts';
import { registrationChecks } from './checks/registration/index.ts';

export const checks: readonly Check[] = [...networkChecks, ...registrationChecks];
