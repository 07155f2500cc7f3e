/** The documents of real hosts are accepted, fetched and pinned alike, and a person sees whose they are. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { relays } from '@granthouse/host-profiles';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { clientKey, type ClientKey } from '../../support/client-assertion.ts';
import { obtainCode, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { personAt, type PersonAt } from '../../support/person-at.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { visibleTextOf } from '../pages/parsed-html.ts';
import { documentHost, serves } from './document-host.ts';
import { hostDocuments } from './host-documents.ts';

const resource = 'https://orders.example.com/mcp';
const host = documentHost();
const clock = createTestClock();
let key: ClientKey;
let servers: { fetching: RunningServer; pinning: RunningServer };
/** One signed-in browser for each server. */
let visits: { fetching: PersonAt; pinning: PersonAt };

beforeAll(async () => {
  key = await clientKey('RS256');
  host.put('https://chatgpt.com/oauth/jwks.json', serves({ keys: [key.jwk] }));
  for (const { document } of hostDocuments) host.put(document.client_id, serves(document));
  const pinned = hostDocuments.map(({ document }) => ({ ...document }));
  servers = {
    fetching: await startAuthorizationServer(resource, { fetch: host.fetch, now: clock.now }),
    pinning: await startAuthorizationServer(resource, {
      clientIdMetadataDocuments: { pinned },
      fetch: host.fetch,
      now: clock.now,
    }),
  };
  visits = { fetching: await personAt(servers.fetching.issuer), pinning: await personAt(servers.pinning.issuer) };
});

afterAll(() => Promise.all([servers.fetching.close(), servers.pinning.close()]));
beforeEach(() => clock.advance(60_000));

describe.each(['fetching', 'pinning'] as const)('HOST-11: a server that is %s', (how) => {
  it.each(hostDocuments)('connects $host', async ({ document, redirectUri: redirect_uri }) => {
    const { issuer } = servers[how];
    const { client_id } = document;
    const proves = document['token_endpoint_auth_method'] === 'private_key_jwt';
    const credentials = () => (proves ? key.prove(client_id, issuer) : { client_id });
    const fetchedBefore = host.fetched.filter((url) => url === client_id).length;

    const { code, verifier } = await obtainCode(issuer, client_id, { overrides: { redirect_uri } });
    const answer = await redeem(issuer, { code, code_verifier: verifier, redirect_uri, ...(await credentials()) });
    expect(answer.status).toBe(200);
    const { refresh_token } = (await answer.json()) as TokenAnswer;
    expect((await refresh(issuer, { refresh_token, ...(await credentials()) })).status).toBe(200);

    const fetches = host.fetched.filter((url) => url === client_id).length - fetchedBefore;
    expect(fetches).toBe(how === 'pinning' ? 0 : 1);
  });

  it.each(hostDocuments)(
    'AS-15: shows whose document $host has, and loads no logo',
    async ({ document, redirectUri }) => {
      const visit = visits[how];
      const { html } = await visit.consentPage(visit.shared, {
        client_id: document.client_id,
        redirect_uri: redirectUri,
      });
      const isHere = new URL(redirectUri).protocol !== 'https:' || relays(redirectUri);
      const words = isHere ? 'Published by' : 'Verified by its address:';
      expect(visibleTextOf(html)).toContain(`${words} ${new URL(document.client_id).host}.`);
      expect(html).not.toMatch(/<img|logo|\.png/);
    },
  );
});
