/** A client that manages itself, while a call to the store fails: 503 whichever call it is, and the repeated request succeeds (RFC 7592 §2). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import { confidentialClient, manage, registerManaged, type ManagedClient } from '../../support/managed-client.ts';
import { obtainTokens, publicClient } from '../../support/oauth-client.ts';
import { answerOf, expectUnavailable, failEachCall, type Step } from './faults.ts';

const engine = failingEngine(memoryEngine());
let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { storage: engine });
});
afterAll(() => server.close());

const taken = (method: string, client: ManagedClient, body?: object) =>
  manage(client, method, body && { body }).then(answerOf);

const reading: Step<ManagedClient> = {
  prepare: () => registerManaged(server.issuer),
  take: (client) => taken('GET', client),
  async goOn(client) {
    expect((await taken('GET', client)).status).toBe(200);
  },
};

const renamed = ({ client_id }: ManagedClient) => ({ ...confidentialClient, client_id, client_name: 'Renamed' });

const replacing: Step<ManagedClient> = {
  prepare: () => registerManaged(server.issuer),
  take: (client) => taken('PUT', client, renamed(client)),
  async goOn(client) {
    const { status, body } = await taken('PUT', client, renamed(client));
    const { registration_access_token: token, client_secret: secret } = client;
    const expected = { client_name: 'Renamed', registration_access_token: token, client_secret: secret };
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining(expected)]);
  },
};

/** Gone, if need be when it is deleted again; and nothing of it is left connected. */
const deleting: Step<ManagedClient> = {
  async prepare() {
    const metadata = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };
    return (await obtainTokens(server.issuer, { metadata })).client as ManagedClient;
  },
  take: (client) => taken('DELETE', client),
  async goOn(client) {
    expect([204, 401]).toContain((await taken('DELETE', client)).status);
    expect((await taken('GET', client)).status).toBe(401);
    const { value } = await server.authorizations.list({ clientId: client.client_id })[Symbol.asyncIterator]().next();
    expect(value).toBeUndefined();
  },
};

describe('whichever call to the store fails, before it was done or after', () => {
  it.each([
    ['a client that reads its registration', reading],
    ['a client that replaces it', replacing],
    ['a client that deletes it', deleting],
  ])('%s is answered 503, and goes on when it repeats the request', async (_step, step) => {
    expect((await failEachCall(engine, step)).length).toBeGreaterThan(0);
  });

  it.each(['GET', 'PUT', 'DELETE'])(
    'a page of any origin may read that it does not work now, for %s',
    async (method) => {
      const client = await registerManaged(server.issuer);
      engine.isAway = true;
      const answer = await taken(method, client, method === 'PUT' ? renamed(client) : undefined);
      engine.isAway = false;
      expectUnavailable(answer);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    },
  );
});
