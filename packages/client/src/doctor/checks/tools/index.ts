/** The tools, as an agent in each host gets them. */
import type { Check } from '../../check.ts';
import { callsTools, marksErrors, structuresResults } from './calls.ts';
import { guidelineChecks } from './guidelines.ts';
import { fitsHosts } from './hosts.ts';
import { instancesAgree } from './instances.ts';
import { listsTools } from './listed.ts';
import { sharesRevision } from './revisions.ts';

export const toolChecks: readonly Check[] = [
  instancesAgree,
  sharesRevision,
  listsTools,
  fitsHosts,
  ...guidelineChecks,
  callsTools,
  structuresResults,
  marksErrors,
];
