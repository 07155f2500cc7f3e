/**
 * The official suite's authorization mode against a real server: it prints an authorization URL, the person's part is
 * played on the real pages, and every check of its scenarios must pass. Run by `.ci/run`.
 */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startAuthorizationServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { endInTime, startSuite } from './suite.ts';

const resource = 'https://orders.example.com/mcp';
const expectedChecks = 3;

endInTime(600_000);

const callbackPort = await freePort();
const client = {
  client_id: 'conformance-suite',
  redirect_uris: [`http://127.0.0.1:${callbackPort}/callback`],
  token_endpoint_auth_method: 'none',
  application_type: 'native',
};
const server = await startAuthorizationServer(resource, { clients: [client] });

const settings = ['--client-id', client.client_id, '--port', String(callbackPort), '--resource', resource];

/** Prints what the suite says, and plays the person when it asks for one. */
async function follow(suite: ChildProcess): Promise<{ passed: number; failed: number }> {
  const totals = { passed: 0, failed: 0 };
  if (!suite.stdout) throw new Error('the suite has no output');
  for await (const line of createInterface({ input: suite.stdout })) {
    process.stdout.write(`  ${line}\n`);
    if (line.startsWith(`${server.issuer}/authorize?`)) await fetch(await authorize(line));
    const counts = /^. [a-z-]+: (\d+) passed, (\d+) failed/.exec(line);
    if (counts) {
      totals.passed += Number(counts[1]);
      totals.failed += Number(counts[2]);
    }
  }
  return totals;
}

const suite = startSuite(['authorization', '--url', server.issuer, ...settings]);
const exit = new Promise<number | null>((resolve) => {
  suite.once('exit', resolve);
});
const { passed, failed } = await follow(suite);
const code = await exit;
await server.close();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (code !== 0 || failed > 0 || passed !== expectedChecks) process.exitCode = 1;
