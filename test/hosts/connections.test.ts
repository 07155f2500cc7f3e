/**
 * Every known host, for what its profile states: it becomes known, comes back from every redirect URI that it has,
 * exchanges, refreshes and asks for more. The level of confidence in a title says how the host's part is known.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hostProfiles } from '@granthouse/host-profiles';
import { parseChallenges } from '@granthouse/protocol';
import { decodeJwt } from 'jose';
import { authorize } from '../support/connect.ts';
import type { TokenAnswer } from '../support/oauth-client.ts';
import { startHostsHouse, type HostsHouse } from './house.ts';
import { atPort, scopeAsked, SimulatedHost, type Asked, type KnownClient } from './simulated-host.ts';
import { titleOf, waysOf, type Way } from './ways.ts';

const ways = hostProfiles().flatMap(waysOf);
const rows = ways.map((way) => [titleOf(way), way] as const);
const day = 86_400_000;

let house: HostsHouse;
beforeAll(async () => {
  house = await startHostsHouse();
});
afterAll(() => house.close());
// The budgets of an address begin anew.
beforeEach(() => house.clock.advance(60_000));

interface Connected {
  readonly host: SimulatedHost;
  readonly client: KnownClient;
  readonly tokens: TokenAnswer;
}

const forgotten = [401, 'invalid_client', 400];

/** What each host has when the day is over. */
const kept = new Map<Way, Connected>();

const told = (host: SimulatedHost) => host.asks().at(-1) ?? {};

async function connect(host: SimulatedHost, client: KnownClient, asked: Asked): Promise<TokenAnswer> {
  const { url, state, verifier } = host.request(client, asked);
  const answer = await authorize(url);
  const { code, ...rest } = Object.fromEntries(answer.searchParams);
  const own = Object.fromEntries(new URL(asked.redirectUri).searchParams);
  expect(answer.href.split('?')[0]).toBe(asked.redirectUri.split('?')[0]);
  expect(rest).toMatchObject({ ...own, state, iss: house.base });
  const response = await host.redeem(client, { ...asked, code: code ?? '', verifier });
  const tokens = (await response.json()) as TokenAnswer;
  expect({ status: response.status, tokens }).toMatchObject({
    status: 200,
    tokens: { refresh_token: expect.any(String) },
  });
  expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: house.resource, client_id: client.client_id });
  return tokens;
}

function call(tool: string, { access_token }: TokenAnswer): Promise<Response> {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } };
  return fetch(house.resource, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${access_token}`,
    },
    body: JSON.stringify(message),
  });
}

describe.each(rows)('%s', (_title, way) => {
  const isRegistered = way.by === 'registration';
  const redirectUris = way.metadata.redirect_uris.map((uri) => atPort(uri, 53_127));
  let host: SimulatedHost;
  let client: KnownClient;
  let tokens: TokenAnswer;

  beforeAll(async () => {
    host = new SimulatedHost(way, house);
    client = await host.becomeKnown();
  });

  it('HOST-01, HOST-17: becomes known, and again without harm', async () => {
    const again = await host.becomeKnown(61_001);
    expect(client.answer?.redirect_uris ?? way.metadata.redirect_uris).toEqual(way.metadata.redirect_uris);
    const isShared = !isRegistered || way.metadata['token_endpoint_auth_method'] === 'none';
    expect(again.client_id === client.client_id).toBe(isShared);
    expect(client.client_secret === undefined).toBe(isShared);
  });

  it.each(redirectUris)('HOST-02, HOST-12, HOST-13, HOST-18, HOST-24: connects, and is answered at %s', async (uri) => {
    for (const asked of host.asks()) tokens = await connect(host, client, { redirectUri: uri, ...asked });
    expect((await call('echo', tokens)).status).toBe(200);
  });

  it('HOST-14: refreshes four times at once, and is left with one successor', async () => {
    const resource = told(host).resource;
    const answers = await Promise.all([1, 2, 3, 4].map(() => host.refresh(client, tokens, resource)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const next = (await Promise.all(answers.map((answer) => answer.json()))) as TokenAnswer[];
    expect(new Set(next.map(({ refresh_token: token }) => token)).size).toBe(1);
    const last = await host.refresh(client, next[0] as TokenAnswer, resource);
    tokens = (await last.json()) as TokenAnswer;
    expect((await call('echo', tokens)).status).toBe(200);
    expect(decodeJwt(tokens.access_token).aud).toBe(house.resource);
  });

  it('HOST-05, HOST-22, HOST-23: is told which scopes a tool needs, and steps up', async () => {
    const refused = await call('admin', tokens);
    const [challenge] = parseChallenges(refused.headers.get('www-authenticate') ?? '');
    expect([refused.status, challenge?.parameters['error']]).toEqual([403, 'insufficient_scope']);
    const needed = challenge?.parameters['scope'] ?? '';
    expect(needed.split(' ').toSorted()).toEqual(['mcp:admin', 'mcp:tools']);
    const scope = scopeAsked(way.host, needed) ?? needed;
    tokens = await connect(host, client, { redirectUri: redirectUris[0] ?? '', ...told(host), scope });
    expect((await call('admin', tokens)).status).toBe(200);
    kept.set(way, { host, client, tokens });
  });
});

/** What a client that the server has forgotten is answered, its program and its person. */
async function refusals({ host, client, tokens }: Connected): Promise<unknown[]> {
  const { url } = host.request(client, { redirectUri: host.way.metadata.redirect_uris[0] ?? '' });
  const refreshed = await host.refresh(client, tokens);
  const page = await fetch(url, { redirect: 'manual' });
  return [refreshed.status, ((await refreshed.json()) as { error?: unknown }).error, page.status];
}

describe('after a long time', () => {
  const back = new Set<string>();
  beforeAll(() => house.clock.advance(200 * day));

  it.each(rows)('HOST-16: %s learns that it was forgotten, and comes back', async (_title, way) => {
    const connected = kept.get(way) as Connected;
    const { host, client } = connected;
    // A document can't be forgotten, and what others have registered again is known again.
    const isForgotten = way.by === 'registration' && !back.has(client.client_id);
    expect(isForgotten ? await refusals(connected) : forgotten).toEqual(forgotten);
    const now = await host.becomeKnown();
    back.add(now.client_id);
    expect(now.client_id === client.client_id).toBe(now.client_secret === undefined);
    const redirectUri = way.metadata.redirect_uris[0] ?? '';
    const tokens = await connect(host, now, { redirectUri, ...told(host) });
    expect((await call('echo', tokens)).status).toBe(200);
  });
});
