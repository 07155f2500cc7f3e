/** Where a client may connect: to the internet, and elsewhere only when somebody says so (CL-15). */
import { isIP } from 'node:net';
import { isLoopbackAddress, isSpecialUse, unbracketed } from '@granthouse/network';
import { ClientError } from '../client-error.ts';

export interface Reach {
  /** Besides the internet: `loopback` is this machine, `private` every address there is. A hosted client has neither. */
  readonly besides?: 'loopback' | 'private';
  /** Whether http goes beyond this machine; by default https alone does. */
  readonly plainHttp?: boolean;
}

/** Throws ClientError `not_allowed` for a URL that is never asked, whatever its name leads to. */
export function judgeUrl(url: URL, reach: Reach): void {
  const { protocol, hostname, username, password } = url;
  const address = unbracketed(url);
  const refuse = (why: string) => new ClientError('not_allowed', `${url.host} ${why}`, { url: shown(url) });
  if (protocol !== 'https:' && protocol !== 'http:')
    throw refuse(`is asked by ${protocol.slice(0, -1)} and not by https`);
  if (username || password) throw refuse('comes with a user name or a password in its address');
  // No name, no lookup: an address is connected to as it is. URL has written it in its one form already.
  if (isIP(address) !== 0 && isRefused(reach)(address)) throw refuse('is not a place on the internet');
  const isOwn = reach.besides !== undefined && (isLoopbackAddress(address) || isLocalName(hostname));
  if (protocol === 'http:' && !reach.plainHttp && !isOwn) throw refuse('is asked by http and not by https');
}

/** RFC 6761 §6.3. */
export const isLocalName = (name: string): boolean => /(?:^|\.)localhost\.?$/i.test(name);

/** Which addresses are not connected to. */
export function isRefused({ besides }: Reach): (address: string) => boolean {
  if (besides === 'private') return () => false;
  if (besides === 'loopback') return (address) => !isLoopbackAddress(address) && isSpecialUse(address);
  return isSpecialUse;
}

/** As it may be told: a query or a fragment can hold a secret. */
export const shown = ({ origin, pathname }: URL): string => origin + pathname;
