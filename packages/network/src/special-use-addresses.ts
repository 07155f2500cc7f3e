/** Addresses that are no place on the internet: this machine, the operator's own network, groups, and reserved space (RFC 6890). */
import { isIP } from 'node:net';
import { blockList } from './networks.ts';

const specialUse = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Azure's own to its machines: in nobody's registry, and no place on the internet.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
]);

/** What is handed out for global unicast; whatever else IPv6 has leads somewhere special, IPv4 in disguise included (RFC 4291 §2.4). */
const globalUnicast = blockList(['2000::/3']);

const loopback = blockList(['127.0.0.0/8', '::1']);

/** The name or address in a URL, which writes an IPv6 address in brackets (RFC 3986 §3.2.2). */
export const unbracketed = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** This very machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

export function isSpecialUse(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return specialUse.check(address, 'ipv4');
  // A zone names an interface of this machine.
  if (family !== 6 || address.includes('%')) return true;
  return !globalUnicast.check(address, 'ipv6') || specialUse.check(address, 'ipv6');
}
