/** An authorization server of several instances on one store, a resource server that follows it by its real rules, and one clock. */
import type { AuditEvent, AuthorizationServerOptions } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { decodeProtectedHeader } from 'jose';
import { orderDesk, person } from '../../support/authorization-server.ts';
import { startChosenInstances, type ChosenInstances } from '../../support/chosen-instances.ts';
import { freePort } from '../../support/free-port.ts';
import { startGuardedServer, type GuardedServer } from '../../support/guarded-server.ts';
import { moveDate } from '../../support/moved-date.ts';
import { obtainTokens, postForm, refresh, type TokenAnswer } from '../../support/oauth-client.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** After that at the latest an instance has read the keys again, by its timer or before it answers. */
export const bound = 60 * second;

const introspecting = { client_id: 'orders-server', client_secret: 'the secret of the orders server' };

export interface Rotating extends ChosenInstances {
  readonly issuer: string;
  readonly clock: TestClock;
  readonly guarded: GuardedServer;
  /** The audit events of all instances about keys, in order. */
  readonly events: AuditEvent[];
  readonly warnings: string[];
  /** How often the resource server has read the key set. */
  keySetReads(): number;
  /** The ids in the key set, as the chosen instance publishes it. */
  published(): Promise<string[]>;
  /** A token from the chosen instance; the first asks the person, the others come by refresh. */
  token(): Promise<string>;
  introspect(token: string): Promise<boolean>;
}

export const kidOf = (token: string) => decodeProtectedHeader(token).kid;

/** Access tokens live for two hours, so that some outlive the key that signed them. */
export async function startRotating(
  count: number,
  overrides: Partial<AuthorizationServerOptions> = {},
): Promise<Rotating> {
  const clock = createTestClock();
  const realNow = Date.now;
  // The engine dates its tokens by it: to a clock that stands still they would soon be of the future.
  const putDateBack = moveDate(() => clock.now() - realNow());
  const issuer = `http://localhost:${await freePort()}`;
  let reads = 0;
  const guarded = await startGuardedServer('node', {
    authorizationServers: [issuer],
    now: clock.now,
    fetch: (input, init) => {
      if (new Request(input).url.endsWith('/jwks')) reads += 1;
      return fetch(input, init);
    },
  });
  const [events, warnings]: [AuditEvent[], string[]] = [[], []];
  const options: AuthorizationServerOptions = {
    issuer,
    storage: memoryEngine({ now: clock.now }),
    secret: 'a secret for tests, long enough to be taken',
    resources: [{ resource: `${guarded.origin}/mcp`, ...orderDesk }],
    clients: [{ ...introspecting, introspects: `${guarded.origin}/mcp` }],
    lifetimes: { accessToken: 7200 },
    log: { info: () => {}, warn: (_fields, message) => void warnings.push(message), error: () => {} },
    onEvent: (event) => void (event.name.startsWith('signing_key') && events.push(event)),
    now: clock.now,
    ...overrides,
  };
  const chosen = await startChosenInstances(Array.from({ length: count }, () => options));
  await chosen.instances[0]?.accounts.add(person);
  return {
    ...chosen,
    issuer,
    clock,
    guarded,
    events,
    warnings,
    keySetReads: () => reads,
    published: () => publishedAt(issuer),
    token: tokensOf(issuer),
    introspect: (token) => isActive(issuer, token),
    async close() {
      await Promise.all([chosen.close(), guarded.close()]);
      putDateBack();
    },
  };
}

async function publishedAt(issuer: string): Promise<string[]> {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

function tokensOf(issuer: string): () => Promise<string> {
  let client: string | undefined;
  let last: TokenAnswer | undefined;
  return async () => {
    if (last === undefined || client === undefined) {
      const { client: registered, tokens } = await obtainTokens(issuer);
      [client, last] = [registered.client_id, tokens];
    } else {
      const answer = await refresh(issuer, { client_id: client, refresh_token: last.refresh_token });
      if (answer.status !== 200) throw new Error(`refresh answered ${answer.status}: ${await answer.text()}`);
      last = (await answer.json()) as TokenAnswer;
    }
    return last.access_token;
  };
}

export const askAbout = (issuer: string, token: string): Promise<Response> =>
  postForm(`${issuer}/introspect`, { token, ...introspecting });

async function isActive(issuer: string, token: string): Promise<boolean> {
  return ((await (await askAbout(issuer, token)).json()) as { active: boolean }).active;
}
