/** Networks from which hosts call for everyone who uses them: thousands of people behind few addresses. */
import type { BlockList } from 'node:net';
import { knownHosts } from '@granthouse/host-profiles';
import { blockList } from '@granthouse/network';

export function sharedNetworks(declared: readonly string[]): BlockList {
  return blockList([...knownHosts.flatMap(({ egress }) => egress), ...declared]);
}
