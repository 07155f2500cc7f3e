/** What people and the operator do is told as audit events: by ids, and never what somebody typed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAccounts, openAuthorizations, openKeys, type AuditEvent } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { orderDesk, person, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { authorize, pageOf } from '../support/connect.ts';
import { callback, obtainTokens } from '../support/oauth-client.ts';
import { personAt, type PersonAt } from '../support/person-at.ts';
import { createTestClock } from '../support/test-clock.ts';

const resource = 'https://orders.example.com/mcp';
const secret = 'a secret for tests, long enough to be taken';

let events: AuditEvent[];
let server: RunningServer;
let visit: PersonAt;
let accountId: string;
// It stands still: a guess that takes long on a busy machine would not be too soon.
const { now } = createTestClock();
const storage = memoryEngine({ now });
const onEvent = (event: AuditEvent) => void events.push(event);

beforeEach(async () => {
  events = [];
  server = await startAuthorizationServer(resource, { storage, secret, onEvent, now });
  visit = await personAt(server.issuer);
  accountId = (await server.accounts.findByLogin(person.login))?.accountId ?? '';
  events = [];
});
afterEach(() => server.close());

/** Without their times. */
const told = () => events.map(({ at: _at, ...event }) => event);
const address = expect.stringMatching(/^(?:127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/);

describe('at the sign-in page', () => {
  const tried = async (login: string, password: string, times = 1) => {
    const browser = new Browser();
    let page = await visit.signInPage(browser);
    for (let time = 0; time < times; time += 1)
      page = pageOf(await browser.submit(page, '/sign-in', { login, password }));
    return page;
  };

  it('OAUTH21-20: a right password, a wrong one, and a name that is nobody’s are told', async () => {
    await tried(person.login, 'not the password');
    await tried('hunter2-hunter2', 'typed into the wrong field');
    await tried(person.login, person.password);
    const from = { client_id: visit.clientId, address };
    expect(told()).toEqual([
      { name: 'sign_in.failed', level: 'info', ...from, account_id: accountId },
      { name: 'sign_in.failed', level: 'info', ...from },
      { name: 'sign_in.succeeded', level: 'info', ...from, account_id: accountId },
    ]);
    expect(JSON.stringify([events, server.logged])).not.toMatch(/hunter2|wrong field|not the password/);
  });

  it('OAUTH21-20: a guess that came too soon is a warning', async () => {
    await tried('slow@example.com', 'guess', 7);
    expect(told().at(-1)).toEqual({
      name: 'sign_in.slowed',
      level: 'warn',
      client_id: visit.clientId,
      address,
      seconds: expect.any(Number),
    });
  });
});

describe('at the consent page', () => {
  it('what was allowed is told, and what was refused', async () => {
    await visit.consentPage(visit.shared);
    events = [];
    await authorize(visit.request({ scope: 'openid orders:read orders:write' }), { browser: visit.shared });
    await authorize(visit.request(), { browser: visit.shared, decision: 'deny' });
    const who = { client_id: visit.clientId, account_id: accountId };
    const access = [{ resource, scope: 'orders:read orders:write' }];
    const authorization = expect.stringMatching(/^[\w-]{43}$/);
    expect(told()).toEqual([
      { name: 'consent.given', level: 'info', ...who, authorization, access },
      { name: 'consent.refused', level: 'info', ...who },
    ]);
  });

  it('who cancels before they sign in is nobody', async () => {
    const browser = new Browser();
    await browser.submit(await visit.signInPage(browser), '/deny');
    expect(told()).toEqual([{ name: 'consent.refused', level: 'info', client_id: visit.clientId }]);
  });
});

describe('what the operator does', () => {
  it('to people is told, by a running server and beside it', async () => {
    const beside = await openAccounts({ storage, secret, onEvent });
    for (const accounts of [server.accounts, beside.accounts]) {
      events = [];
      await accounts.add({ login: 'bob@example.com', password: 'a password of the builder' });
      await accounts.add({ login: 'bob@example.com', password: 'which is there already' });
      await accounts.setPassword('bob@example.com', 'another password of the builder');
      await accounts.setPassword('nobody', 'another password');
      await accounts.remove('bob@example.com');
      await accounts.remove('bob@example.com');
      expect(told()).toEqual(
        ['account.added', 'account.password_changed', 'account.removed'].map((name) => ({
          name,
          level: 'info',
          account_id: expect.stringMatching(/^acc_/),
        })),
      );
      expect(JSON.stringify(events)).not.toContain('builder');
    }
    await beside.close();
  });

  it('to clients is told', async () => {
    const { client_id, client_secret } = await server.clients.add({ client_name: 'App', redirect_uris: [callback] });
    const other = await server.clients.rotateSecret(client_id);
    await server.clients.rotateSecret('nobody');
    await server.clients.remove(client_id);
    await server.clients.remove(client_id);
    expect(told()).toEqual([
      { name: 'client.added', level: 'info', client_id, method: 'client_secret_basic' },
      { name: 'client.secret_replaced', level: 'info', client_id },
      { name: 'client.removed', level: 'info', client_id, authorizations: 0 },
    ]);
    for (const value of [client_secret, other]) expect(JSON.stringify(events)).not.toContain(value);
  });

  it('to authorizations is told', async () => {
    const { client } = await obtainTokens(server.issuer);
    events = [];
    const beside = await openAuthorizations({ storage, secret, onEvent });
    const ended: string[] = [];
    for await (const id of beside.authorizations.end({ clientId: client.client_id, login: person.login }))
      ended.push(id);
    await beside.close();
    const of = { client_id: client.client_id, account_id: accountId };
    for (const event of told()) expect(event).toMatchObject({ name: 'authorization.ended', level: 'info', ...of });
    expect(told().map(({ authorization }) => authorization)).toEqual(expect.arrayContaining(ended));
    expect(ended.length).toBeGreaterThan(0);
  });

  it('to the secret is told', async () => {
    const resources = [{ resource, ...orderDesk }];
    const { keys, close } = await openKeys({ issuer: server.issuer, storage, secret, resources, onEvent });
    const report = await keys.reseal();
    await close();
    expect(told()).toEqual([{ name: 'store.resealed', level: 'info', ...report }]);
  });
});
