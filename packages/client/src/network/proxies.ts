/**
 * Proxies that a person's own machine asks the internet through, and what goes past them, as curl has it. Never for a
 * server: a proxy looks names up by itself, so that where they lead is not judged (CL-15); an address still is.
 */
import { isIP } from 'node:net';
import { blockList, networkOf, unbracketed } from '@granthouse/network';
import { isLoopbackHost } from '@granthouse/protocol';
import { isLocalName } from './reach.ts';

/** Each is http or https; its name and password are for it alone. */
export interface Proxies {
  /** For https: addresses. */
  readonly https?: URL;
  /** For http: addresses. */
  readonly http?: URL;
  /** Names with all below them, addresses and ranges, a port behind them or none; `*` is all. This machine always is. */
  readonly past: readonly string[];
}

export function proxyFor(url: URL, proxies: Proxies | undefined): URL | undefined {
  // No other machine leads to this one.
  if (!proxies || isLoopbackHost(url.hostname) || isLocalName(url.hostname)) return undefined;
  if (proxies.past.some((each) => isMeant(url, each))) return undefined;
  return url.protocol === 'https:' ? proxies.https : proxies.http;
}

function isMeant(url: URL, entry: string): boolean {
  if (entry === '*') return true;
  const address = unbracketed(url);
  const family = isIP(address);
  if (family !== 0 && networkOf(entry)) return blockList([entry]).check(address, family === 6 ? 'ipv6' : 'ipv4');
  const [, name = '', port] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  const isPort = port === undefined || port === (url.port || (url.protocol === 'https:' ? '443' : '80'));
  return isPort && (url.hostname === name || url.hostname.endsWith(`.${name}`));
}

/** As it may be told: without name and password. */
export const shownProxy = ({ protocol, host }: URL): string => `${protocol}//${host}`;
