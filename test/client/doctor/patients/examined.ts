/** What the doctor says of a server, when the person allows all that it asks for. */
import { apiKey } from '@granthouse/client';
import { examine, type Finding } from '@granthouse/client/doctor';
import { key } from './healthy/mcp-server.ts';
import type { Admitted, Ailments } from './patient.ts';

/** Signs in and agrees by being opened, as the servers of the test set do. */
async function browse(url: URL): Promise<void> {
  const answer = await fetch(url, { redirect: 'manual' });
  const sentTo = answer.headers.get('location');
  await answer.body?.cancel();
  if (sentTo !== null) await fetch(sentTo).then((page) => page.body?.cancel());
}

/** Findings worth acting on; that the server is on this machine is true of all of them. */
export async function examined({ url, network }: Admitted, { mcpHabits }: Ailments = {}): Promise<readonly Finding[]> {
  const credential = mcpHabits?.credentials === 'key' ? { credential: apiKey(key) } : {};
  const { findings } = await examine(url, { network, register: true, open: browse, ...credential });
  return findings.filter(({ severity, check }) => severity !== 'note' && check !== 'network.address');
}
