/** Whether all instances of the authorization server say the same, in its metadata and its keys (RFC 8414 §3.2). */
import { asJson } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';
import { issuerOf, serverDocumentsOf } from './published/server-documents.ts';
import { unlessOAuth } from './resource-metadata.ts';
import { serverOf } from './server-metadata.ts';

export const serverInstancesAgree: Check = {
  id: 'server-metadata.instances',
  section: 'RFC 8414 §3.2',
  asks: 'Do all its instances have the same keys and say the same?',
  after: ['server-metadata.valid'],
  unless: unlessOAuth,
  async judge(probe) {
    const { jwks_uri: keys } = serverOf(probe);
    const { found } = await serverDocumentsOf(issuerOf(probe), probe);
    for (const url of [keys, found?.url]) {
      const different = url === undefined ? undefined : await differentAnswers(url, probe);
      if (different) return [{ ...different, fault: 'authorization-server', severity: 'problem' }];
    }
    return [];
  },
};

/** Each over a connection of its own: a balancer gives it to another instance. */
async function differentAnswers(
  url: string,
  { ask }: Probe,
): Promise<Pick<Found, 'seen' | 'expected' | 'remedy'> | undefined> {
  const answers = new Set<string>();
  for (let time = 0; time < 4; time += 1) {
    const answer = await ask(url, { again: true, headers: { ...asJson.headers, connection: 'close' } });
    // Asked too often is said to everybody.
    if (answer.status === 429) break;
    answers.add(`${answer.status} ${answer.json === undefined ? answer.text : inOrder(answer.json)}`);
  }
  if (answers.size <= 1) return undefined;
  return {
    seen: `GET ${url} had ${answers.size} different answers within 4`,
    expected: 'one answer, whichever instance gives it',
    remedy: 'Give all instances the same store and the same keys.',
  };
}

/** Sets have no order: what is written in another one says the same. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).toSorted().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}:${inOrder(member)}`);
  return `{${members.toSorted().join()}}`;
}
