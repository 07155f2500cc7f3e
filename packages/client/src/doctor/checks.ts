/** All checks in their order: a check stands behind those that it builds on. */
import type { Check } from './check.ts';
import { isAtOrigin } from './checks/at-origin.ts';
import { challengeChecks } from './checks/challenge.ts';
import { credentialChecks } from './checks/credential.ts';
import { networkChecks } from './checks/network.ts';
import { otherMethodChecks } from './checks/other-methods.ts';
import { judgesOthers } from './checks/other-servers.ts';
import { registrationChecks } from './checks/registration/index.ts';
import { resourceMatch } from './checks/resource-match.ts';
import { resourceMetadataChecks } from './checks/resource-metadata.ts';
import { serverInstancesAgree } from './checks/server-instances.ts';
import { serverMetadataChecks } from './checks/server-metadata.ts';
import { serverOfferChecks } from './checks/server-offer.ts';
import { endingChecks, signInChecks } from './checks/sign-in/index.ts';
import { toolChecks } from './checks/tools/index.ts';
import { transportChecks } from './checks/transport.ts';
import { userAgentChecks } from './checks/user-agent.ts';

export const checks: readonly Check[] = [
  ...networkChecks,
  ...transportChecks,
  ...userAgentChecks,
  ...challengeChecks,
  ...otherMethodChecks,
  ...credentialChecks,
  ...resourceMetadataChecks,
  resourceMatch,
  ...serverMetadataChecks,
  serverInstancesAgree,
  ...serverOfferChecks,
  isAtOrigin,
  judgesOthers,
  // Before the registrations of all hosts, which may use up what a server bears.
  ...signInChecks,
  ...registrationChecks,
  ...toolChecks,
  ...endingChecks,
];
