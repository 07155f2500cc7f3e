/** Programs, while a call to the store fails: 503 whichever call it is, done or not, and the repeated request succeeds. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { failingEngine } from '../../support/failing-engine.ts';
import {
  confidential,
  ordersServer,
  resource,
  startIntrospected,
  type Introspected,
} from '../../support/introspection.ts';
import {
  credentials,
  obtainCode,
  post,
  postForm,
  publicClient,
  redeem,
  refresh,
  type CodeAnswer,
  type Registered,
  type TokenAnswer,
} from '../../support/oauth-client.ts';
import { answerOf, failEachCall, type Answer, type Step } from './faults.ts';

const engine = failingEngine(memoryEngine());
let here: Introspected;
beforeAll(async () => {
  here = await startIntrospected({ storage: engine });
});
afterAll(() => here.server.close());

type Connected = { client: Registered; tokens: TokenAnswer };

const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;
const take = (path: string, fields: Record<string, string>) =>
  postForm(`${here.server.issuer}${path}`, fields).then(answerOf);

let names = 0;
/** Another name, another client. */
const named = (metadata: object) => ({ ...metadata, client_name: `Client ${(names += 1)}` });

const registration = (metadata: object): Step<object> => ({
  prepare: async () => named(metadata),
  take: (body) => post(`${here.server.issuer}/register`, body).then(answerOf),
  async goOn(body) {
    const again = await post(`${here.server.issuer}/register`, body).then(answerOf);
    expect(again.status).toBe(201);
  },
});

const redemption: Step<{ client: Registered; code: CodeAnswer }> = {
  async prepare() {
    const { client } = await here.connect(named(publicClient));
    return { client, code: await obtainCode(here.server.issuer, client.client_id, { overrides: { resource } }) };
  },
  take: ({ client, code }) => redeemed(client, code),
  isComplete: ({ status, body }) => status === 200 && 'refresh_token' in (JSON.parse(body) as object),
  async goOn({ client, code }, first) {
    if (first.status === 200) return;
    const again = await redeemed(client, code);
    if (again.status === 200) return;
    // The code was used up and its answer lost: it is good once.
    expect(json(again)['error']).toBe('invalid_grant');
    const next = await obtainCode(here.server.issuer, client.client_id, { overrides: { resource } });
    expect((await redeemed(client, next)).status).toBe(200);
  },
};

const redeemed = (client: Registered, { code, verifier }: CodeAnswer) =>
  redeem(here.server.issuer, { ...credentials(client), code, code_verifier: verifier }).then(answerOf);

const refreshing: Step<Connected> = {
  prepare: () => here.connect(named(publicClient)),
  take: (connected) => refreshed(connected),
  isComplete: ({ status, body }) => status === 200 && 'refresh_token' in (JSON.parse(body) as object),
  async goOn({ client, tokens }, first) {
    const again = first.status === 200 ? first : await refreshed({ client, tokens });
    expect(again.status).toBe(200);
    const next = await refreshed({ client, tokens: JSON.parse(again.body) as TokenAnswer });
    expect(next.status).toBe(200);
  },
};

const refreshed = ({ client, tokens }: Connected) =>
  refresh(here.server.issuer, { ...credentials(client), refresh_token: tokens.refresh_token }).then(answerOf);

const revocation = (kind: 'access_token' | 'refresh_token'): Step<Connected> => ({
  prepare: () => here.connect(named(confidential)),
  take: ({ client, tokens }) => take('/revoke', { ...credentials(client), token: tokens[kind] }),
  async goOn(connected) {
    const { client, tokens } = connected;
    expect((await take('/revoke', { ...credentials(client), token: tokens[kind] })).status).toBe(200);
    expect(await here.answer(tokens.access_token, ordersServer)).toEqual({ active: false });
    expect((await refreshed(connected)).status).toBe(kind === 'refresh_token' ? 400 : 200);
  },
});

const introspection = (kind: 'access_token' | 'refresh_token'): Step<Connected> => ({
  prepare: () => here.connect(named(confidential)),
  take: ({ client, tokens }) => take('/introspect', { ...credentials(client), token: tokens[kind] }),
  async goOn({ client, tokens }) {
    expect(await here.answer(tokens[kind], client)).toMatchObject({ active: true });
  },
});

describe('whichever call to the store fails, before it was done or after', () => {
  it.each([
    ['a registration', () => failEachCall(engine, registration(publicClient))],
    ['a registration of a client with a secret', () => failEachCall(engine, registration(confidential))],
    ['the redemption of a code', () => failEachCall(engine, redemption)],
    ['a refresh', () => failEachCall(engine, refreshing)],
    ['the revocation of a refresh token', () => failEachCall(engine, revocation('refresh_token'))],
    ['the revocation of an access token', () => failEachCall(engine, revocation('access_token'))],
    ['the introspection of an access token', () => failEachCall(engine, introspection('access_token'))],
    ['the introspection of a refresh token', () => failEachCall(engine, introspection('refresh_token'))],
  ])('%s is answered 503, and succeeds when it is repeated', async (_step, failed) => {
    expect((await failed()).length).toBeGreaterThan(0);
  });
});
