/** By which ways one host comes to one server: what the server offers and what the host is known to do (CL-5). */
import type { HostProfile } from '@granthouse/host-profiles';
import type { Learned } from '../probe.ts';

/** The automatic ones first, in the order in which the host tries them. */
export type Way = 'open' | 'metadata document' | 'registration' | 'given client' | 'brought token' | 'key or headers';

export interface Ways {
  readonly known: readonly Way[];
  /** What may be one more, of which nothing is known. */
  readonly unknown: readonly Way[];
}

/** Nothing at all where it isn't known what the server asks for. */
export function waysOf(host: HostProfile, learned: Learned): Ways {
  if (learned.way === 'open') return { known: ['open'], unknown: [] };
  if (learned.way === 'credential') return withKeys(host);
  return learned.way === 'oauth' ? withOAuth(host, learned) : { known: [], unknown: [] };
}

function withKeys({ other_credentials: others }: HostProfile): Ways {
  const isKnown = others.some((each) => /header|key|bearer|authorization/i.test(each));
  return isKnown ? { known: ['key or headers'], unknown: [] } : { known: [], unknown: ['key or headers'] };
}

function withOAuth(host: HostProfile, { servers: [server] = [] }: Learned): Ways {
  const { preference, cimd, dcr } = host.registration;
  if (preference.includes('none')) return { known: [], unknown: [] };
  if (preference.includes('bearer')) return { known: ['brought token'], unknown: [] };
  const known: Way[] = [];
  const unknown: Way[] = [];
  const judge = (way: Way, use: string) => {
    if (use === 'unknown') unknown.push(way);
    else if (use !== 'no') known.push(way);
  };
  if (server?.client_id_metadata_document_supported && isPublicTaken(host, server)) {
    judge('metadata document', cimd.use === 'supplied-by-app' && dcr.use === 'yes' ? 'no' : cimd.use);
  }
  if (server?.registration_endpoint !== undefined) judge('registration', dcr.use);
  if (prefersRegistration(preference)) known.reverse();
  const isGiven = preference.includes('pre-registered') || preference.includes('manual');
  judge('given client', isGiven ? 'yes' : 'unknown');
  return { known, unknown };
}

/** A document that speaks of a public client is of use only where those are taken. Without a word, none is (RFC 8414 §2). */
function isPublicTaken({ registration }: HostProfile, server: NonNullable<Learned['servers']>[number]): boolean {
  if (!registration.cimd.requires.includes('auth-method-none')) return true;
  return server.token_endpoint_auth_methods_supported?.includes('none') ?? false;
}

function prefersRegistration(preference: HostProfile['registration']['preference']): boolean {
  const [first, second] = [preference.indexOf('dcr'), preference.indexOf('cimd')];
  return first !== -1 && second !== -1 && first < second;
}
