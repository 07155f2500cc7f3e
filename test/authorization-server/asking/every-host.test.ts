/** Every known host is itself wherever its profile has it, under each of its names; a stranger with one of its names is not. */
import { describe, expect, it } from '@jest/globals';
import { hostProfiles, knownHosts } from '@granthouse/host-profiles';
import { whoAsks } from '../../../packages/authorization-server/src/asking/who-asks.ts';
import { titleOf, waysOf } from '../../hosts/ways.ts';

const dynamic = 'dcr_1_abc';
const ways = hostProfiles()
  .flatMap(waysOf)
  .map((way) => [titleOf(way), way] as const);

describe('a known host', () => {
  it.each(ways)('%s is no imitation', (_title, { by, host, metadata }) => {
    const clientId = by === 'document' ? String(metadata['client_id']) : dynamic;
    const sent = metadata['client_name'];
    const names = typeof sent === 'string' ? [sent, ...host.client_names] : host.client_names;
    for (const clientName of names) {
      for (const redirectUri of metadata.redirect_uris) {
        expect({ redirectUri, kind: whoAsks({ clientId, clientName, redirectUri }).kind }).toEqual({
          redirectUri,
          kind: expect.stringMatching(by === 'document' ? /^(?:verified|published)$/ : /^(?:verified|claims)$/),
        });
      }
    }
  });

  const fixed = knownHosts.flatMap(({ names, redirectUris, redirectsAnywhere, documents }) =>
    (redirectUris.length > 0 || documents.length > 0) && !redirectsAnywhere ? names : [],
  );

  it.each(fixed)('has a name that a stranger can’t have: %s', (clientName) => {
    const stranger = { clientName, redirectUri: 'https://evil.example/callback' };
    expect(whoAsks({ ...stranger, clientId: dynamic }).kind).toBe('imitates');
    expect(whoAsks({ ...stranger, clientId: 'https://evil.example/client.json' }).kind).toBe('imitates');
  });

  it.each(knownHosts.flatMap(({ names }) => names))('may be on the person’s own machine, as %s', (clientName) => {
    const here = { clientId: dynamic, clientName, redirectUri: 'http://127.0.0.1:49152/callback' };
    expect(whoAsks(here).kind).toBe('claims');
  });
});
