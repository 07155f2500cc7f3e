/** Who is behind an address: whoever gets IPv6 gets a network of 2⁶⁴ addresses at least, and may use each once (RFC 6177 §2). */
import { isIPv6 } from 'node:net';

/** An IPv4 address as it is; of an IPv6 address its /64 network, in one spelling. */
export function networkOf(address: string): string {
  return prefixOf(address, 64);
}

/** What providers give to one site at most, as they give whole /64 networks by the thousand (RFC 6177 §2). */
export function siteOf(address: string): string {
  return prefixOf(address, 48);
}

function prefixOf(address: string, length: 48 | 64): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const [head = [], tail = []] = plain.split('::').map((half) => half.split(':').filter(Boolean));
  const missing = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const groups = [...head, ...missing, ...tail].slice(0, length / 16);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/${length}`;
}
