/** Metadata documents of real hosts, from their profiles: as they were fetched, or what is known of them. */
import { hostProfiles } from '@granthouse/host-profiles';
import { atPort } from '../../hosts/simulated-host.ts';
import { titleOf, waysOf } from '../../hosts/ways.ts';

export interface HostDocument {
  readonly host: string;
  readonly document: Readonly<Record<string, unknown>> & { readonly client_id: string };
  /** A redirect URI that this host sends, with the port it chose. */
  readonly redirectUri: string;
}

export const hostDocuments: readonly HostDocument[] = hostProfiles()
  .flatMap(waysOf)
  .filter(({ by }) => by === 'document')
  .map((way) => ({
    host: titleOf(way),
    document: way.metadata as unknown as HostDocument['document'],
    redirectUri: atPort(way.metadata.redirect_uris[0] ?? '', 54_321),
  }));
