/** Ranges of addresses as one list that answers whether an address is in it (RFC 4632 §3.1, RFC 4291 §2.3). */
import { BlockList, isIP } from 'node:net';

/** `10.0.0.0/8` or `2001:db8::1`, taken apart; undefined when it is neither address nor range. */
export function networkOf(value: string): { address: string; prefix?: number } | undefined {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return { address };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
    ? { address, prefix: Number(prefix) }
    : undefined;
}

/** What is neither address nor range is left out. */
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
