/** What the suite is run against, and which failures are expected, each with its reason beside it. */
import type { Revision } from './requirement-set.ts';
import type { ExpectedFailures } from './verdict.ts';

export interface ServerRun {
  readonly server: 'fixture' | 'order desk';
  readonly revision: Revision;
  /** The scenarios that mean something for this server; all by default, and then the suite's own judgement counts, too. */
  readonly scenarios?: readonly string[];
  readonly expected: ExpectedFailures;
}

const tasks = 'tasks are an optional extension (SEP-2663), which @modelcontextprotocol/server 2.4.0 does not serve';
const noFixtures = 'asks for a tool that only the fixture may have';

export const serverRuns: readonly ServerRun[] = [
  { server: 'fixture', revision: '2025-11-25', expected: {} },
  {
    server: 'fixture',
    revision: '2026-07-28',
    expected: {
      'tasks-lifecycle': tasks,
      'tasks-capability-negotiation': tasks,
      'tasks-wire-fields': tasks,
      'tasks-request-state-removal': tasks,
      'tasks-mrtr-input': tasks,
      'tasks-request-headers': tasks,
      'tasks-dispatch-and-envelope': tasks,
      'tasks-status-notifications': 'the suite skips it until it listens on subscriptions/listen',
      'tasks-required-task-error': tasks,
      'tasks-mrtr-composition': tasks,
    },
  },
  {
    server: 'order desk',
    revision: '2025-11-25',
    scenarios: ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'],
    expected: {},
  },
  {
    server: 'order desk',
    revision: '2026-07-28',
    scenarios: [
      'server-stateless',
      'tools-list',
      'server-sse-multiple-streams',
      'dns-rebinding-protection',
      'input-required-result-unsupported-methods',
      'http-header-validation',
    ],
    expected: {
      'server-stateless:sep-2575-server-rejects-undeclared-capability': noFixtures,
      'server-stateless:sep-2575-missing-capability-http-400': noFixtures,
      'server-stateless:sep-2575-http-server-no-independent-requests-on-stream': noFixtures,
      'server-stateless:sep-2575-server-no-log-without-loglevel': noFixtures,
    },
  },
];
