/** An app that has the name of who runs this server: it is no app's but those that the operator registered (RFC 7591 §5). */
import { knownHost, recogniseHost } from '@granthouse/host-profiles';
import type { CompleteOptions } from '../options.ts';
import type { Asker } from '../pages/claim.ts';
import { isClientIdUrl } from '../registration/client-id.ts';
import { claimableOperator, claimedHosts, claimedIn, ofKnownHosts } from './claimed-hosts.ts';
import { knownElsewhere, type Address } from './host-addresses.ts';
import { looksOf } from './skeleton.ts';
import { whoAsks, type Asking } from './who-asks.ts';

/** Who asks this server by a name, from each of its addresses: the name is read once for all of them. */
export type Judge = (clientName: string | undefined) => (from: Omit<Asking, 'clientName'>) => Asker;

/** `host` is empty where the answer goes to the person's own machine: the operator's apps there are registered by the operator. */
export function judgeOf({ brand, issuer }: Pick<CompleteOptions, 'brand' | 'issuer'>): Judge {
  const operator = knownHost('operator', [brand.name], { documents: [issuer] });
  // An operator with a known host's name has that host's apps.
  const operators = claimedHosts(brand.name).length > 0 ? [] : claimableOperator(operator);
  const isElsewhere = (address: Address) => knownElsewhere([operator], address).length > 0;
  return (clientName = '') => {
    const looks = looksOf(clientName);
    const claimed = claimedIn(looks, ofKnownHosts);
    const claimsOperator = claimedIn(looks, operators).length > 0;
    return (from) => {
      const asker = whoAsks({ ...from, clientName }, claimed);
      if (!claimsOperator || asker.kind === 'registered' || asker.kind === 'imitates') return asker;
      const addresses = addressesOf(from);
      // An app on the operator's own site is the operator's.
      if (recogniseHost(from) || !addresses.every(isElsewhere)) return asker;
      const [first] = addresses;
      const host = first === undefined ? '' : new URL(first.url).host;
      return { kind: 'imitates', host, imitated: brand.name, knownAt: [] };
    };
  };
}

function addressesOf({ clientId, redirectUri }: Omit<Asking, 'clientName'>): readonly Address[] {
  const document: readonly Address[] = isClientIdUrl(clientId) ? [{ of: 'document', url: clientId }] : [];
  return /^https:/i.test(redirectUri) ? [...document, { of: 'redirect', url: redirectUri }] : document;
}
