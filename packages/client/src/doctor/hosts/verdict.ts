/** What one host makes of a server: it connects, it doesn't, or nobody knows; unknown is never counted as no. */
import type { Confidence, HostProfile } from '@granthouse/host-profiles';
import type { Learned } from '../probe.ts';
import type { Finding } from '../report.ts';
import { hostName } from './host-name.ts';
import { registrationOf } from './registration-of.ts';
import { concerns } from './concerns.ts';
import { type Way, waysOf } from './ways.ts';

export interface Verdict {
  /** The id of its profile. */
  readonly host: string;
  readonly name: string;
  readonly connects: 'yes' | 'no' | 'unknown';
  /** What follows a colon: `OAuth, DCR found`, `registers cursor://…, which was answered 400 invalid_redirect_uri`. */
  readonly because: string;
  /** Ids of the checks whose findings stop it. */
  readonly checks: readonly string[];
  /** How well the host is known, and since when (`YYYY-MM-DD`). */
  readonly confidence: Confidence;
  readonly collected: string;
}

export interface Seen {
  readonly probe: { readonly learned: Learned };
  readonly findings: readonly Finding[];
}

type Judged = Pick<Verdict, 'connects' | 'because' | 'checks'>;

export function verdictOf(host: HostProfile, { probe, findings }: Seen): Verdict {
  const { id, confidence, collected } = host;
  return { host: id, name: hostName(host), ...judged(host, probe.learned, findings), confidence, collected };
}

function judged(host: HostProfile, learned: Learned, findings: readonly Finding[]): Judged {
  const unreachable = findings.filter((finding) => concerns(finding, host) && isBeforeAll(finding));
  if (unreachable.length > 0) return stopped(unreachable);
  const { known, unknown } = waysOf(host, learned);
  const [first] = known;
  if (first === undefined) return withoutWay(host, learned, unknown);
  const stops = findings.filter((finding) => concerns(finding, host, first) && finding.check !== 'registration.hosts');
  const verdict = stops.length > 0 ? stopped(stops) : throughWay(host, learned, first);
  const isOtherwise = verdict.connects === 'no' && first === 'registration' && known.includes('given client');
  return isOtherwise ? { ...verdict, because: `${verdict.because}; ${otherwise}` } : verdict;
}

const isBeforeAll = ({ check }: Finding) => /^(?:network|transport)\./.test(check);

const otherwise = 'it takes a client id that you give it, too';

function stopped(stops: readonly Finding[]): Judged {
  const checks = [...new Set(stops.map(({ check }) => check))];
  return { connects: 'no', because: stops[0]?.seen ?? '', checks };
}

function withoutWay(host: HostProfile, { way }: Learned, unknown: readonly Way[]): Judged {
  const { registration, other_credentials: others } = host;
  if (way === 'oauth' && registration.preference.includes('none')) {
    const brought = others.length > 0 ? '; a token can be given to it as a header' : '';
    return { connects: 'no', because: `the server asks for OAuth, and it has none${brought}`, checks: [] };
  }
  const because =
    way === undefined
      ? 'how the server lets anybody in could not be seen'
      : `nothing is known of it: ${unknown.map((each) => words[each]).join(', ')}`;
  return { connects: 'unknown', because, checks: [] };
}

function throughWay(host: HostProfile, learned: Learned, way: Way): Judged {
  const yes = { connects: 'yes' as const, because: words[way], checks: [] };
  if (way === 'registration') return registrationOf(host, learned);
  if (way !== 'given client') return yes;
  const { https, loopback, private_scheme: own } = host.redirect_uris;
  const [first] = [...https, ...loopback, ...own];
  return { ...yes, because: words[way] + (first ? `, registered with ${first.uri}` : '') };
}

const words: Readonly<Record<Way, string>> = {
  open: 'the server asks for nothing',
  'metadata document': 'OAuth, client ID metadata documents found',
  registration: 'OAuth, DCR found',
  'given client': 'OAuth, with a client id that you give it',
  'brought token': 'with a token that the application brings',
  'key or headers': 'with a key or headers',
};
