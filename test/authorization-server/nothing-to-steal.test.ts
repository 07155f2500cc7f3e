/** What reaches the store: of all that opens something, nothing in clear, in any write (design: a stolen database opens nothing). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentStore, StorageEngine } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import {
  authorizationRequest,
  obtainCode,
  publicClient,
  redeem,
  refresh,
  register,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const writes: string[] = [];

/** Every write on its way to a real engine, ids and values alike. */
function recording(engine: StorageEngine): StorageEngine {
  return {
    ...engine,
    async open(collections) {
      const store = await engine.open(collections);
      const recorded = new Set<string | symbol>(['insert', 'put', 'compareAndSet']);
      return new Proxy(store, {
        get(target, name) {
          const member: unknown = target[name as keyof DocumentStore];
          if (typeof member !== 'function') return member;
          const method = member.bind(target) as (...args: unknown[]) => unknown;
          if (!recorded.has(name)) return method;
          return (...args: unknown[]) => {
            writes.push(JSON.stringify(args));
            return method(...args);
          };
        },
      });
    },
  };
}

let server: RunningServer;

beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', { storage: recording(memoryEngine()) });
});

afterAll(() => server.close());

describe('every write of a whole connection', () => {
  it('RS-13, RFC9700-24: holds no code, token, cookie, secret or password', async () => {
    const browser = new Browser();
    const client = await register(server.issuer, { ...publicClient, token_endpoint_auth_method: 'client_secret_post' });
    const secret = client.client_secret ?? '';
    const { code, verifier } = await obtainCode(server.issuer, client.client_id, { browser });
    const credentials = { client_id: client.client_id, client_secret: secret };
    const tokens = (await (
      await redeem(server.issuer, { ...credentials, code, code_verifier: verifier })
    ).json()) as TokenAnswer;
    const next = (await (
      await refresh(server.issuer, { ...credentials, refresh_token: tokens.refresh_token })
    ).json()) as TokenAnswer;
    const open = await browser.open(authorizationRequest(server.issuer, client.client_id).url);
    const cookies = browser
      .cookieHeader(new URL(open.page?.url ?? server.issuer))
      .split('; ')
      .map((pair) => pair.slice(pair.indexOf('=') + 1));
    const all = writes.join('\n');
    expect(writes.length).toBeGreaterThan(10);
    expect(cookies.length).toBeGreaterThan(2);
    for (const value of [
      secret,
      code,
      tokens.refresh_token,
      next.refresh_token,
      tokens.access_token,
      person.password,
      ...cookies,
    ]) {
      expect(value.length).toBeGreaterThan(10);
      expect(all).not.toContain(value);
    }
    expect(all).not.toContain('"d":');
  });
});
