/** Who is behind an address: whoever gets IPv6 gets a network of 2⁶⁴ addresses at least, and may use each once (RFC 6177 §2). */
import { isIPv6 } from 'node:net';

/** An IPv4 address as it is; of an IPv6 address its /64 network, in one spelling. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const [head = [], tail = []] = plain.split('::').map((half) => half.split(':').filter(Boolean));
  const missing = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const groups = [...head, ...missing, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
