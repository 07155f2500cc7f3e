/** Addresses and ranges, as operators write them, as one list that answers whether an address is in it. */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

export const network = z
  .string()
  .refine((value) => networkOf(value) !== undefined, 'use an IP address or a range such as 10.0.0.0/8');

function networkOf(value: string): { address: string; prefix?: number } | undefined {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return { address };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
    ? { address, prefix: Number(prefix) }
    : undefined;
}

export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const value of networks) {
    const entry = networkOf(value);
    if (!entry) continue;
    const family = isIP(entry.address) === 6 ? 'ipv6' : 'ipv4';
    if (entry.prefix === undefined) list.addAddress(entry.address, family);
    else list.addSubnet(entry.address, entry.prefix, family);
  }
  return list;
}
