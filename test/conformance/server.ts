/**
 * The official suite's server mode, for both revisions: its fixture and the order desk, guarded as ever, behind a proxy
 * that adds a token from the real authorization server. Run by `.ci/run`.
 */
import { createOrderDeskServer, orderDeskScopes } from '@granthouse/example-mcp-server';
import {
  conformanceScopes,
  createConformanceServer,
} from '@granthouse/example-mcp-server/conformance/conformance-server';
import type { ListeningServer } from '@granthouse/example-mcp-server/listening';
import { startAuthorizationServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { runRequirementSet } from './requirement-set.ts';
import { type ServerRun, serverRuns } from './server-runs.ts';
import { endInTime } from './suite.ts';
import { startTokenProxy } from './token-proxy.ts';
import { createTokenSource } from './token-source.ts';
import { judge, neverRun, type Verdict } from './verdict.ts';

endInTime(600_000);

// The proxy stands at the address of the resource, so that Host and Origin are judged as the suite sends them.
const places = {
  fixture: `http://localhost:${await freePort()}/mcp`,
  'order desk': `http://localhost:${await freePort()}/mcp`,
};
const open: Array<{ close(): Promise<void> }> = [];

async function startServers(): Promise<void> {
  const authorizationServer = await startAuthorizationServer('', {
    resources: [
      { resource: places.fixture, name: 'Fixture', scopes: conformanceScopes, defaultScopes: ['fixture:use'] },
      { resource: places['order desk'], name: 'Order desk', scopes: orderDeskScopes, defaultScopes: ['orders:read'] },
    ],
    lifetimes: { accessToken: 60 },
  });
  open.push(authorizationServer);
  const { issuer } = authorizationServer;
  // The suite sends what must be refused; the words about each refusal are left out here.
  const log = { warn: () => {}, error: (fields: object) => void process.stderr.write(`${JSON.stringify(fields)}\n`) };
  const options = { authorizationServers: [issuer], log };
  await startBehindProxy(createConformanceServer({ resource: places.fixture, ...options }), places.fixture, issuer);
  const orderDesk = await createOrderDeskServer({ resource: places['order desk'], ...options });
  await startBehindProxy(orderDesk, places['order desk'], issuer);
}

async function startBehindProxy(server: ListeningServer, resource: string, issuer: string): Promise<void> {
  open.push(server);
  const [address] = await server.listen({ port: 0, hosts: ['127.0.0.1'] });
  const { token } = await createTokenSource(issuer, resource);
  open.push(await startTokenProxy({ port: Number(new URL(resource).port), target: address!.port, token }));
}

async function verdictsOf({ server, revision, scenarios, expected }: ServerRun): Promise<Verdict[]> {
  const { outcomes, code } = await runRequirementSet(places[server], revision);
  const chosen = outcomes.filter(({ scenario }) => scenarios?.includes(scenario) ?? true);
  const missing = [
    ...neverRun(chosen, expected),
    ...(scenarios ?? []).filter((name) => !chosen.some(({ scenario }) => scenario === name)),
  ];
  const verdicts = chosen.map((outcome) => judge(outcome, expected));
  for (const name of missing) verdicts.push({ kind: 'failed', line: `✗ ${name} did not run` });
  if (scenarios === undefined && code !== 0) {
    verdicts.push({ kind: 'failed', line: `✗ the suite itself ended with ${code}` });
  }
  return verdicts;
}

const counts = { passed: 0, failed: 0, expected: 0 };
try {
  await startServers();
  for (const run of serverRuns) {
    process.stdout.write(`\n  ${run.server}, ${run.revision}\n`);
    for (const { kind, line } of await verdictsOf(run)) {
      counts[kind] += 1;
      process.stdout.write(`    ${line}\n`);
    }
  }
} finally {
  for (const { close } of open.toReversed()) await close();
}
process.stdout.write(`\n${counts.expected} expected to fail, each for the reason on its line\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
if (counts.failed > 0) process.exitCode = 1;
