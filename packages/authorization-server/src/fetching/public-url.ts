/** Which addresses a client may name for this server to fetch (CIMD §3): https, on a named host, in one spelling. */
import { isIP } from 'node:net';
import { unbracketed } from '@granthouse/network';

/** Why this is not such an address; undefined when it is. */
export function publicUrlProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return 'is not a URL';
  const url = new URL(value);
  const { protocol, username, password, hostname, href } = url;
  if (protocol !== 'https:') return 'is not an https URL';
  if (value.includes('#')) return 'has a fragment';
  if (username || password) return 'has a user name before its host';
  const isName = isIP(unbracketed(url)) === 0 && /^[^.].*\.[^.]+$/.test(hostname);
  if (!isName) return 'has a host that is not a name on the internet';
  // Dot segments, upper case in the host, a default port, addresses and backslashes in disguise: all are spelled in another way.
  return href === value ? undefined : 'is not in its normal form';
}
