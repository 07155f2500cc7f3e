/** What a fault means for one host: it stops it, it does nothing, or nobody knows. Facts are the profile's, and unknown is never no. */
import type { HostProfile } from '@granthouse/host-profiles';
import type { Learned } from '../probe.ts';
import type { Finding } from '../report.ts';
import type { Way } from './ways.ts';

export type Consequence = 'stops' | 'unknown' | 'nothing';

/** `way`: on which the host comes; without one, any. */
export function consequenceOf(
  { check, severity, hosts }: Finding,
  host: HostProfile,
  { learned, way }: { readonly learned: Learned; readonly way?: Way | undefined },
): Consequence {
  // What came of the bodies that a host sends is judged by itself (registration-of.ts).
  if (check === 'registration.hosts') return 'nothing';
  if (hosts) return hosts.includes(host.id) && liesOn(check, way) ? 'stops' : 'nothing';
  if (severity === 'warning' && learned.way === 'oauth' && isAskedFor(check, host)) return 'unknown';
  if (severity !== 'problem' || !liesOn(check, way)) return 'nothing';
  const consequence = facts[check]?.(host, learned) ?? 'stops';
  return consequence === 'stops' && mayGoElsewhere(check, host, learned) ? 'unknown' : consequence;
}

/** Which of several authorization servers it takes is for the host to choose (RFC 9728 §7.6). */
const mayGoElsewhere = (check: string, { discovery: { notes = [] } }: HostProfile, learned: Learned): boolean =>
  check.startsWith('server-metadata.') &&
  learned.hasOtherServer === true &&
  !notes.some((each) => each.startsWith('Only authorization_servers[0]'));

const oauth: readonly Way[] = ['metadata document', 'registration', 'given client'];

/** Rooms of checks, or single ones, that only some ways lead through; what isn't here lies on every way. */
const rooms: Readonly<Record<string, readonly Way[]>> = {
  'resource-metadata': oauth,
  'server-metadata': oauth,
  'sign-in': oauth,
  token: oauth,
  registration: ['registration'],
  // Whoever brings a key asks for no challenge.
  'challenge.get': oauth,
};

function liesOn(check: string, way: Way | undefined): boolean {
  const [room = ''] = check.split('.');
  const ways = rooms[check] ?? rooms[room];
  return ways === undefined || way === undefined || ways.includes(way);
}

/** What others bear, and a host says that servers need: whether it goes on without is not known. */
const isAskedFor = (check: string, { requirements = [] }: HostProfile): boolean =>
  /^challenge\.(?:bearer|resource-metadata)$/.test(check) &&
  requirements.some((each) => each.startsWith('401 carries WWW-Authenticate'));

type Fact = (host: HostProfile, learned: Learned) => Consequence;

/** Faults that some hosts pass over. */
const facts: Readonly<Record<string, Fact>> = {
  'network.address': ({ kind }) => (kind === 'hosted' || kind === 'api' ? 'stops' : 'unknown'),
  'transport.redirect': (_, { isFollowed }) => (isFollowed ? 'unknown' : 'stops'),
  // Those who never read the challenge find the metadata by themselves.
  'challenge.resource-metadata': ({ discovery }) => (discovery.uses_challenge === 'no' ? 'nothing' : 'stops'),
  // Some look at the other places then, and some never do.
  'resource-metadata.named': ({ discovery: { uses_challenge: isRead, steps } }) => {
    if (isRead === 'no') return 'nothing';
    return steps.some((step) => step.startsWith('else path-suffixed')) ? 'stops' : 'unknown';
  },
  'transport.streamable-http': ({ requirements = [] }, { transport }) => {
    if (transport !== 'http+sse') return 'stops';
    return requirements.some((each) => each.startsWith('Streamable HTTP')) ? 'stops' : 'unknown';
  },
  'resource-metadata.resource': ({ validation }) => (validation.prm_resource === 'unknown' ? 'unknown' : 'stops'),
  'server-metadata.issuer': ({ validation }) => byRule[validation.issuer] ?? 'unknown',
  'server-metadata.pkce': ({ validation }, { servers: [server] = [] }) => {
    // Those who bear that nothing is said still refuse a list without it.
    if (validation.s256_metadata === 'absence-tolerated') {
      return server?.code_challenge_methods_supported === undefined ? 'nothing' : 'stops';
    }
    return validation.s256_metadata === 'required' ? 'stops' : 'unknown';
  },
  'sign-in.iss': ({ validation }, { signIn }) => {
    const isMissing = signIn?.answer.searchParams.get('iss') === null;
    return isMissing && validation.iss === 'wrong-refused' ? 'nothing' : (byRule[validation.iss] ?? 'unknown');
  },
};

/** The words of the profiles (`validation`). */
const byRule: Readonly<Record<string, Consequence>> = {
  'must-match': 'stops',
  'wrong-refused': 'stops',
  'missing-or-wrong-refused': 'stops',
  ignored: 'nothing',
};
