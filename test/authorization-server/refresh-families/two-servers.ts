/** Two servers with clocks that disagree, on one store whose calls a test puts in order; authorizations of one client as many as it wants. */
import type { AuditEvent } from '@granthouse/authorization-server';
import type { DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { endAuthorizations } from '../../../packages/authorization-server/src/authorizations/end-authorization.ts';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { orderDesk, person } from '../../support/authorization-server.ts';
import { startChosenInstances, type ChosenInstances } from '../../support/chosen-instances.ts';
import type { StorePlace } from '../../support/every-store.ts';
import { freePort } from '../../support/free-port.ts';
import { callback, postForm, redeem, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import {
  newConsentIds,
  preparedVerifier,
  prepareConsent,
  putConsent,
  type ConsentIds,
} from '../../support/prepared-consent.ts';
import { scheduledEngine, type ScheduledEngine } from '../../support/scheduled-engine.ts';

export interface Answered extends Partial<TokenAnswer> {
  readonly status: number;
  readonly error?: string;
  readonly active?: boolean;
}

export interface TwoServers extends Pick<ChosenInstances, 'choose'> {
  readonly engine: ScheduledEngine;
  readonly store: DocumentStore;
  readonly events: AuditEvent[];
  /** Milliseconds since the epoch, between the two clocks. */
  time: number;
  /** A consent with an unused code; everything before it is gone. */
  authorize(): Promise<ConsentIds>;
  /** For the same consent, as no page gives it. */
  anotherCode(ids: ConsentIds): Promise<string>;
  redeem(code: string, fields?: Record<string, string>): Promise<Answered>;
  refresh(token: string, client?: typeof app): Promise<Answered>;
  revoke(token: string): Promise<Answered>;
  isActive(token: string): Promise<boolean>;
  /** The operator ends what the client has. */
  end(): Promise<unknown>;
  close(): Promise<void>;
}

const resource = 'https://orders.example.com/mcp';
const registered = { redirect_uris: [callback], token_endpoint_auth_method: 'client_secret_post' };
export const app = { client_id: 'app', client_secret: 'the secret of the app, which is long enough' };
export const other = { client_id: 'other', client_secret: 'the secret of another, also long enough' };

/** In seconds: the window of each, or of both, and how far their clocks are ahead of the time and behind it. */
export async function startTwoServers({
  grace,
  skew,
  make = memoryPlace,
}: {
  grace: number | readonly [ahead: number, behind: number];
  skew: number;
  make?: (now: () => number) => Promise<StorePlace>;
}): Promise<TwoServers> {
  const [ahead, behind] = typeof grace === 'number' ? [grace, grace] : grace;
  const house: { time: number; events: AuditEvent[] } = { time: Date.now(), events: [] };
  const place = await make(() => house.time);
  const engine = scheduledEngine(place.engine());
  const issuer = `http://localhost:${await freePort()}`;
  const optionsOf = (seconds: number, refreshGrace: number) => ({
    issuer,
    storage: engine,
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource, ...orderDesk }],
    clients: [app, other].map((client) => ({ ...client, ...registered })),
    lifetimes: { refreshGrace },
    // All histories of a run are one person's.
    limits: { enabled: false },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => house.time + seconds * 1000,
    onEvent: (event: AuditEvent) => void house.events.push(event),
  });
  const servers = await startChosenInstances([optionsOf(skew, ahead), optionsOf(-skew, behind)]);
  await servers.instances[0]?.accounts.add(person);
  const store = await engine.open(collections);
  const consent = await prepareConsent({ issuer, store }, app.client_id, { resource });
  servers.takeTurns();
  return Object.assign(house, {
    engine,
    store,
    choose: servers.choose,
    end: () => endAuthorizations(store, { field: 'clientId', value: app.client_id }),
    async authorize() {
      house.time = Date.now();
      house.events.length = 0;
      for (const name of ['grant', 'refresh_family', 'authorization_code']) await clear(store, name);
      const ids = newConsentIds();
      await putConsent(store, consent, ids);
      return ids;
    },
    async anotherCode({ grantId }: ConsentIds) {
      const { code } = newConsentIds();
      await putConsent(store, consent, { grantId, code });
      return code;
    },
    redeem: (code: string, fields = {}) =>
      answered(redeem(issuer, { ...app, code, code_verifier: preparedVerifier, ...fields })),
    refresh: (refresh_token: string, client = app) => answered(refresh(issuer, { ...client, refresh_token })),
    revoke: (token: string) => answered(postForm(`${issuer}/revoke`, { ...app, token })),
    isActive: async (token: string) =>
      (await answered(postForm(`${issuer}/introspect`, { ...app, token }))).active === true,
    async close() {
      await servers.close();
      await store.close();
      await place.clear();
    },
  });
}

async function memoryPlace(now: () => number): Promise<StorePlace> {
  const engine = memoryEngine({ now });
  return { engine: () => engine, clear: async () => {} };
}

async function answered(response: Promise<Response>): Promise<Answered> {
  const { status, ...answer } = await response.then(async (each) => ({ status: each.status, text: await each.text() }));
  return { ...(answer.text === '' ? {} : (JSON.parse(answer.text) as object)), status };
}

async function clear(store: DocumentStore, collection: string): Promise<void> {
  for (const { id } of (await store.list(collection)).items) await store.delete(collection, id);
}
