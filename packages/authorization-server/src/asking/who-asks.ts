/**
 * Who is asking, so far as it can be known: an address can be checked, a name only compared (RFC 7591 §5, RFC 8252 §8.6).
 * Known hosts are recognised by their addresses alone.
 */
import { recogniseHost, relays, type KnownHost } from '@granthouse/host-profiles';
import type { Asker } from '../pages/claim.ts';
import { isClientIdUrl, isSelfRegistered } from '../registration/client-id.ts';
import { claimedHosts } from './claimed-hosts.ts';
import { addressesOf, knownElsewhere, type Address } from './host-addresses.ts';

export interface Asking {
  readonly clientId: string;
  readonly clientName: string | undefined;
  /** Where the answer goes. */
  readonly redirectUri: string;
}

/**
 * What an address says of a name. `theirs`: it is a known host's, and the name claims no other. `others`: the name
 * claims a known host, which is known at other addresses alone. `open`: nothing speaks for the name or against it.
 */
type Word = 'theirs' | 'others' | 'open';

/**
 * By where its metadata document is, and by where the answer goes. `here` is the person's own machine, where anyone can
 * wait for the answer: it proves nothing and gives nobody away, and a document says then only who published it. A host's
 * address that hands the answer on to that machine proves no more.
 */
const verdicts: Readonly<Record<'none' | Word, Readonly<Record<'here' | Word, Asker['kind']>>>> = {
  none: { here: 'claims', theirs: 'verified', others: 'imitates', open: 'claims' },
  theirs: { here: 'published', theirs: 'verified', others: 'verified', open: 'verified' },
  others: { here: 'imitates', theirs: 'imitates', others: 'imitates', open: 'imitates' },
  open: { here: 'published', theirs: 'verified', others: 'imitates', open: 'verified' },
};

/** `claimed` is what the name claims, for whoever asks about several addresses. */
export function whoAsks(
  { clientId, clientName = '', redirectUri }: Asking,
  claimed: readonly KnownHost[] = claimedHosts(clientName),
): Asker {
  if (!isSelfRegistered(clientId)) return { kind: 'registered' };
  const document: Address | undefined = isClientIdUrl(clientId) ? { of: 'document', url: clientId } : undefined;
  const redirect: Address = { of: 'redirect', url: redirectUri };
  const byDocument = document ? wordOf(document, claimed) : 'none';
  const byRedirect = isElsewhere(redirectUri) ? wordOfRedirect(redirect, claimed) : 'here';
  const kind = verdicts[byDocument][byRedirect];
  if (kind === 'imitates') return imitationBy(document && byDocument === 'others' ? document : redirect, claimed);
  if (kind === 'verified' || kind === 'published') return { kind, host: new URL((document ?? redirect).url).host };
  return { kind };
}

const isElsewhere = (redirectUri: string): boolean => /^https:/i.test(redirectUri);

function wordOf(address: Address, claimed: readonly KnownHost[]): Word {
  const owner = ownerOf(address);
  if (owner && (claimed.length === 0 || claimed.includes(owner))) return 'theirs';
  return knownElsewhere(claimed, address).length > 0 ? 'others' : 'open';
}

/** Also one that leads here gives away who has no business there. */
function wordOfRedirect(redirect: Address, claimed: readonly KnownHost[]): Word | 'here' {
  const word = wordOf(redirect, claimed);
  return word !== 'others' && relays(redirect.url) ? 'here' : word;
}

function ownerOf({ of, url }: Address): KnownHost | undefined {
  return recogniseHost(of === 'document' ? { clientId: url } : { clientId: '', redirectUri: url })?.host;
}

function imitationBy(address: Address, claimed: readonly KnownHost[]): Asker {
  const [imitated] = knownElsewhere(claimed, address);
  if (!imitated) throw new Error('nobody is imitated');
  const { host } = new URL(address.url);
  return { kind: 'imitates', host, imitated: imitated.names[0], knownAt: addressesOf(imitated) };
}
