/** Which revision of MCP a server chooses, and which hosts speak it. */
import { createServer } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { examine } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { sharesRevision } from '../../../../packages/client/src/doctor/checks/tools/revisions.ts';
import { listening } from '../listening.ts';
import { learning } from './learning.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** `choose`: what it answers to a revision; undefined is an error. */
async function told(choose: (asked: string) => string | undefined): Promise<readonly string[]> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const protocolVersion = choose(
      (JSON.parse(text) as { params: { protocolVersion: string } }).params.protocolVersion,
    );
    const error = { code: -32_004, message: 'Unsupported protocol version' };
    const outcome = protocolVersion === undefined ? { error } : { result: { protocolVersion, capabilities: {} } };
    response.writeHead(protocolVersion === undefined ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...outcome }));
  });
  const { origin, close } = await listening(server);
  closing.push(close);
  const ids = ['raycast', 'vscode', 'sdk-typescript-v1', 'sdk-typescript-v2', 'duvo'];
  const report = await examine(`${origin}/mcp`, {
    network: { besides: 'loopback' },
    hosts: hostProfiles().filter(({ id }) => ids.includes(id)),
    checks: [learning({ way: 'open' }), sharesRevision],
  });
  expect(report.verdicts.filter(({ connects }) => connects === 'no')).toEqual([]);
  return report.findings.map(({ seen }) => seen.replace(/ was answered 400.*/su, '')).toSorted();
}

const unknown = 'which they are not known to speak';

it.each<[string, (asked: string) => string | undefined, readonly string[]]>([
  ['what is asked for', (asked) => asked, []],
  [
    '2025-11-25 whatever is asked for',
    () => '2025-11-25',
    [`Raycast: the revision 2025-03-26 was answered with 2025-11-25, ${unknown}`],
  ],
  [
    '2024-11-05 whatever is asked for',
    () => '2024-11-05',
    [
      `Raycast: the revision 2025-03-26 was answered with 2024-11-05, ${unknown}`,
      `Visual Studio Code: the revision 2025-11-25 was answered with 2024-11-05, ${unknown}`,
    ],
  ],
  [
    'no beginning at all',
    () => undefined,
    ['Raycast: the revision 2025-03-26', 'TypeScript SDK v1, Visual Studio Code: the revision 2025-11-25'],
  ],
])(
  'a server that speaks %s is told by whom it may not be understood, and nobody is stopped for what is not known',
  async (_, choose, expected) => {
    expect(await told(choose)).toEqual(expected);
  },
);
