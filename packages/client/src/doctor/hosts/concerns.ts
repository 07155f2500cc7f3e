/** Whether a finding stops a host on its way; what nobody knows of a host stops it not (MCP authorization). */
import type { HostProfile } from '@granthouse/host-profiles';
import type { Finding } from '../report.ts';
import type { Way } from './ways.ts';

/** Rooms of checks that only some ways lead through; what isn't here lies on every way. */
const rooms: Readonly<Record<string, readonly Way[]>> = {
  challenge: ['metadata document', 'registration', 'given client'],
  'resource-metadata': ['metadata document', 'registration', 'given client'],
  'server-metadata': ['metadata document', 'registration', 'given client'],
  registration: ['registration'],
  token: ['metadata document', 'registration', 'given client'],
  'sign-in': ['metadata document', 'registration', 'given client'],
};

/** Without a way: whether it stops the host on some way. */
export function concerns({ check, severity, hosts }: Finding, { id }: HostProfile, way?: Way): boolean {
  if (hosts) return hosts.includes(id);
  if (severity !== 'problem') return false;
  const [room = ''] = check.split('.');
  const ways = rooms[room];
  return way === undefined || ways === undefined || ways.includes(way);
}
