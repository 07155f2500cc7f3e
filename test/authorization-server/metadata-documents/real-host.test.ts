/** A host with documents and keys behind real TLS, and what goes on while it is down: on each kind of store, at a server that never saw it up. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientKey, type ClientKey } from '../../support/client-assertion.ts';
import { storePlaces, type StorePlace } from '../../support/every-store.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { obtainCode, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { describeWhere } from '../../support/run-where.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { allowingLoopback, resolver, serve } from '../fetching/local-internet.ts';
import { fetchingServer, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;

/** Listens until the test ends. */
async function clientHost(key: ClientKey) {
  const host = { isUp: true, clientId: '' };
  const { port } = await serve((request, response) => {
    if (!host.isUp) return void request.socket.destroy();
    const keysAt = new URL('/keys.json', host.clientId).href;
    const method = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: keysAt };
    const body = request.url === '/keys.json' ? { keys: [key.jwk] } : documentAt(host.clientId, method);
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  host.clientId = `https://host.example.com:${port}/client.json`;
  return host;
}

describe.each(storePlaces)('HOST-11: on $name', ({ missing, make }) => {
  describeWhere(missing === undefined, missing ?? '')('a host that goes down', () => {
    let place: StorePlace;
    let first: FetchingServer;
    let second: FetchingServer;
    let key: ClientKey;
    beforeAll(async () => {
      const clock = createTestClock();
      place = await make(clock.now);
      key = await clientKey();
      const { resolve } = resolver(['127.0.0.1']);
      first = await fetchingServer({ storage: place.engine(), now: clock.now, fetch: allowingLoopback({ resolve }) });
    });
    afterAll(async () => {
      await Promise.all([first.server.close(), second.server.close()]);
      await place.clear();
    });

    it('keeps nobody out who approved its app: not at a refresh, and not when they connect anew', async () => {
      const host = await clientHost(key);
      const tokensAt = async ({ server: { issuer } }: FetchingServer) => {
        const { code, verifier } = await obtainCode(issuer, host.clientId);
        const proof = await key.prove(host.clientId, issuer);
        const answer = await redeem(issuer, { code, code_verifier: verifier, ...proof });
        expect(answer.status).toBe(200);
        return (await answer.json()) as TokenAnswer;
      };
      const { refresh_token } = await tokensAt(first);
      host.isUp = false;
      first.clock.advance(hour);
      second = await first.another({ storage: place.engine() });
      const proof = await key.prove(host.clientId, second.server.issuer);
      expect((await refresh(second.server.issuer, { refresh_token, ...proof })).status).toBe(200);
      await tokensAt(second);
      await tokensAt(first);
    });
  });
});
