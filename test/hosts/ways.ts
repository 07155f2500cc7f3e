/** The ways in which a host comes to a server, by what its profile states, and what had to be added so that it can be gone. */
import type { Confidence, HostProfile, MetadataDocument, RedirectUri } from '@granthouse/host-profiles';
import { chosenByHosts, filled } from './placeholders.ts';

export interface Way {
  readonly host: HostProfile;
  /** How it becomes known to the server: by a registration, or by its metadata document. */
  readonly by: 'registration' | 'document';
  readonly name: string;
  /** Of what the host sends to become known; what was added is none of it. */
  readonly confidence: Confidence;
  /** The registration's body or the document, without placeholders. */
  readonly metadata: Readonly<Record<string, unknown>> & { readonly redirect_uris: readonly string[] };
  /** Members that are no fact of the profile. */
  readonly added: readonly string[];
}

/** Empty when nothing that could be sent is known; `untestedBecause` says why. */
export function waysOf(host: HostProfile): readonly Way[] {
  const { cimd, dcr } = host.registration;
  const bodies = dcr.bodies.map(({ id, confidence, body }) =>
    wayOf(host, { by: 'registration', name: `registration ${id}`, confidence, metadata: body }),
  );
  const documents = cimd.documents.map((document) => wayOfDocument(host, document));
  const ways = [...bodies, ...documents].filter((way) => way !== undefined);
  return [...ways, ...wayOfOtherRedirectUris(host, ways)];
}

export function titleOf({ host, name, confidence, added }: Way): string {
  const rest = added.length > 0 ? `; ${added.join(', ')} added` : '';
  return `${host.id}, ${name} (${confidence}${rest})`;
}

/** Why a profile has no way at all, in words for the page. */
export function untestedBecause({ registration: { preference, dcr } }: HostProfile): string {
  if (preference.includes('none')) return 'it does not speak OAuth';
  if (preference.includes('bearer')) return 'its caller brings the token';
  return dcr.use === 'yes'
    ? 'neither the body that it registers nor its redirect URI is known'
    : 'neither a registration nor a redirect URI of it is known';
}

type Known = Pick<Way, 'by' | 'name' | 'confidence'> & { readonly metadata: Readonly<Record<string, unknown>> };

/** Adds what a request can't do without. Undefined when no redirect URI is known, and none may be invented. */
function wayOf(host: HostProfile, { metadata: known, ...way }: Known): Way | undefined {
  const uris = known['redirect_uris'] ?? redirectUrisOf(host).map(({ uri }) => uri);
  const metadata = filled({ redirect_uris: uris as string[], ...known }, chosenByHosts);
  const added = known['redirect_uris'] === undefined ? ['redirect_uris'] : [];
  return metadata.redirect_uris.length === 0 ? undefined : { host, ...way, metadata, added };
}

/** Of many documents only the address is known. Client ID Metadata Document §4.1 asks for a name. */
function wayOfDocument(host: HostProfile, { id, client_id: url, confidence, document }: MetadataDocument) {
  const members = { client_name: host.client_names[0] ?? 'An app', token_endpoint_auth_method: 'none' };
  const metadata = { ...members, ...document, client_id: url };
  const name = `document ${id}${document === null ? ', its address alone' : ''}`;
  const way = wayOf(host, { by: 'document', name, confidence, metadata });
  const added = Object.keys(members).filter((member) => document?.[member] === undefined);
  return way && { ...way, added: [...added, ...way.added] };
}

/** What is left of the redirect URIs that are known, registered together; and applications choose one of their own. */
function wayOfOtherRedirectUris(host: HostProfile, ways: readonly Way[]): Way[] {
  const used = new Set(ways.flatMap(({ metadata }) => metadata.redirect_uris.map(withoutPort)));
  const others = redirectUrisOf(host).filter(({ uri }) => !used.has(withoutPort(filled(uri, chosenByHosts))));
  const isOwnChoice = host.kind === 'sdk' && host.registration.dcr.use === 'yes' && ways.length === 0;
  const known = isOwnChoice ? [{ uri: '{{redirect_uri}}', confidence: 'synthetic' as const }] : others;
  const [first] = known;
  if (first === undefined) return [];
  const way = wayOf(host, {
    by: 'registration',
    name: isOwnChoice ? 'a redirect URI of the application' : `${ways.length > 0 ? 'other ' : ''}redirect URIs`,
    confidence: first.confidence ?? host.confidence,
    metadata: { redirect_uris: known.map(({ uri }) => uri), token_endpoint_auth_method: 'none' },
  });
  return way ? [{ ...way, added: ['token_endpoint_auth_method'] }] : [];
}

function redirectUrisOf({ redirect_uris: { https, loopback, private_scheme: own } }: HostProfile): RedirectUri[] {
  return [...https, ...loopback, ...own];
}

function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/[^/?]*?):\d+/u, '$1');
}
