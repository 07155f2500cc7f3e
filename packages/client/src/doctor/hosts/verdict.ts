/** What one host makes of a server: it connects, it doesn't, or nobody knows; unknown is never counted as no. */
import type { Confidence, HostProfile } from '@granthouse/host-profiles';
import type { Learned } from '../probe.ts';
import type { Finding } from '../report.ts';
import { type Consequence, consequenceOf } from './consequence.ts';
import { hostName } from './host-name.ts';
import { registrationOf } from './registration-of.ts';
import { type Way, type Ways, waysOf } from './ways.ts';

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
  const ways = waysOf(host, learned);
  const [way] = ways.known;
  const those = (wanted: Consequence) =>
    findings.filter((finding) => consequenceOf(finding, host, { learned, way }) === wanted);
  const stops = those('stops');
  const isNear = stops.length > 0 && stops.every(({ check }) => check === 'network.address');
  if (stops.length > 0 && !isNear) return stopped(stops);
  const verdict = way === undefined ? withoutWay(host, learned, ways) : throughWay(host, learned, ways);
  const [doubt] = verdict.connects === 'no' ? [] : those('unknown');
  if (isNear)
    return stopped(stops, doubt || verdict.connects !== 'yes' ? '' : `; elsewhere it would: ${verdict.because}`);
  if (!doubt) return verdict;
  const isElsewhere = doubt.check.startsWith('server-metadata.') && learned.hasOtherServer === true;
  const rest = isElsewhere ? 'whether it goes to another authorization server is not known' : nobodyKnows;
  return { connects: 'unknown', because: `${doubt.seen}; ${rest}`, checks: [doubt.check] };
}

const nobodyKnows = 'whether it minds is not known';

function stopped(stops: readonly Finding[], rest = ''): Judged {
  const checks = [...new Set(stops.map(({ check }) => check))];
  return { connects: 'no', because: (stops[0]?.seen ?? '') + rest, checks };
}

function withoutWay({ registration, other_credentials: others }: HostProfile, { way }: Learned, ways: Ways): Judged {
  if (way === 'oauth' && registration.preference.includes('none')) {
    const brought = others.length > 0 ? '; a token can be given to it as a header' : '';
    return { connects: 'no', because: `the server asks for OAuth, and it has none${brought}`, checks: [] };
  }
  return { connects: 'unknown', because: way === undefined ? notSeen : unknownWay(ways), checks: [] };
}

const notSeen = 'how the server lets anybody in could not be seen';

function unknownWay({ unknown }: Ways): string {
  if (unknown.includes('key or headers')) return 'whether it takes a key or headers is not known';
  const isManual = unknown.every((each) => each === 'given client');
  return isManual
    ? 'it registers in no way that the server offers; whether it takes a client id is not known'
    : 'the server offers OAuth; nothing is known of how it registers';
}

function throughWay(host: HostProfile, learned: Learned, { known }: Ways): Judged {
  const [way = 'open'] = known;
  if (way === 'registration') {
    const verdict = registrationOf(host, learned);
    const isGiven = verdict.connects === 'no' && known.includes('given client');
    return isGiven
      ? { ...verdict, because: `${verdict.because}; it takes a client id that you give it, too` }
      : verdict;
  }
  const { https, loopback, private_scheme: own } = host.redirect_uris;
  const [first] = [...https, ...loopback, ...own];
  const registered = way === 'given client' && first ? `, registered with ${inWords(first.uri)}` : '';
  return { connects: 'yes', because: words[way] + registered, checks: [] };
}

const words: Readonly<Record<Way, string>> = {
  open: 'the server asks for nothing',
  'metadata document': 'OAuth, client ID metadata documents found',
  registration: 'OAuth, DCR found',
  'given client': 'OAuth, with a client id that you give it',
  'brought token': 'with a token that the application brings',
  'key or headers': 'with a key or headers',
};

/** What an installation chooses is for it to say. */
const inWords = (uri: string) => uri.replace(':{{port}}', ':<port>').replaceAll(/\{\{(\w+)\}\}/g, '<$1>');
