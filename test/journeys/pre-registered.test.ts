/** The whole way of a client that the operator registered with the command, on the running server's store: Duvo without registration, by secret and by key, and a public one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sqliteEngine } from '@granthouse/storage/sqlite';
import { run, type Terminal } from '../../packages/cli/src/index.ts';
import { orderDesk } from '../support/authorization-server.ts';
import { clientKey, type ClientKey } from '../support/client-assertion.ts';
import { expectError } from '../support/expect-error.ts';
import { authorizationRequest, obtainCode, postForm, type TokenAnswer } from '../support/oauth-client.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import { callTool } from '../support/tool-call.ts';

const callback = 'https://platform.duvo.ai/v1/oauth/mcp/callback';
const secret = 'a secret for tests, long enough to be taken';

let folder: string;
let house: House;
let key: ClientKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-journey-'));
  house = await startHouse({ storage: sqliteEngine({ path: join(folder, 'store', 'granthouse.db') }), secret });
  key = await clientKey();
  const configuration = {
    issuer: house.issuer,
    store: { sqlite: 'store/granthouse.db' },
    secretFile: 'secret',
    resources: [{ resource: house.resource, ...orderDesk }],
  };
  await writeFile(join(folder, 'granthouse.json'), JSON.stringify(configuration));
  await writeFile(join(folder, 'secret'), secret);
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [key.jwk] }));
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

interface Client {
  readonly client_id: string;
  readonly client_secret: string;
}

/** What the command says on standard output. */
async function clients(...words: string[]): Promise<string> {
  const said: string[] = [];
  const terminal = { say: (line: string) => void said.push(line), complain: () => {} } as unknown as Terminal;
  const status = await run(['clients', ...words, '--config', join(folder, 'granthouse.json')], terminal);
  expect(status).toBe(0);
  return said.join('\n');
}

async function add(name: string, ...words: string[]): Promise<Client> {
  return JSON.parse(await clients('add', name, ...words, '--json')) as Client;
}

type Fields = Record<string, string>;
type Prove = (client: Client) => Fields | Promise<Fields>;

const inBody: Prove = ({ client_id, client_secret }) => ({ client_id, client_secret });

const inHeader: Prove = ({ client_id: id, client_secret: password }) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(password)}`).toString('base64')}`,
});

const byName: Prove = ({ client_id }) => ({ client_id });

const byKey: Prove = async ({ client_id: id }) => ({ ...(await key.prove(id, house.issuer)) });

/** A form posted by a client that proves itself in its way. */
async function send(path: string, fields: Fields, proof: Fields): Promise<Response> {
  const { authorization, ...inForm } = proof;
  const headers = authorization === undefined ? {} : { authorization };
  return postForm(`${house.issuer}${path}`, { ...fields, ...inForm }, headers);
}

async function expectToolAnswer(token: string): Promise<void> {
  const answer = await callTool(house.resource, token);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('customers');
}

async function connect(client: Client, prove: Prove): Promise<TokenAnswer> {
  expect((await callTool(house.resource)).status).toBe(401);
  const overrides = { redirect_uri: callback, resource: house.resource };
  const { code, verifier } = await obtainCode(house.issuer, client.client_id, { overrides });
  const fields = { grant_type: 'authorization_code', redirect_uri: callback, code, code_verifier: verifier };
  const answer = await send('/token', fields, await prove(client));
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenAnswer;
}

const refreshed = async (token: string, proof: Fields) =>
  send('/token', { grant_type: 'refresh_token', refresh_token: token }, proof);

async function isActive(token: string, proof: Fields): Promise<unknown> {
  const answer = await send('/introspect', { token }, proof);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { active: boolean }).active;
}

describe.each<[string, string[], Prove]>([
  ['client_secret_basic', [], inHeader],
  ['client_secret_post', ['--method', 'client_secret_post'], inBody],
  ['private_key_jwt', ['--jwks', 'keys.json'], byKey],
])('Duvo, registered by the operator for %s', (_method, words, prove) => {
  it('goes from the first 401 to a tool’s answer, refreshes, is introspected, and ends when it is removed', async () => {
    const keys = words.map((word) => (word.endsWith('.json') ? join(folder, word) : word));
    const client = await add('Duvo', '--redirect-uri', callback, ...keys);
    const deskServer = await add('Order desk', '--introspects', house.resource);
    const first = await connect(client, prove);
    await expectToolAnswer(first.access_token);

    const answer = await refreshed(first.refresh_token, await prove(client));
    expect(answer.status).toBe(200);
    const next = (await answer.json()) as TokenAnswer;
    await expectToolAnswer(next.access_token);
    expect(await isActive(next.access_token, await prove(client))).toBe(true);
    expect(await isActive(next.access_token, await inHeader(deskServer))).toBe(true);

    await clients('remove', client.client_id);
    expect(await isActive(next.access_token, await inHeader(deskServer))).toBe(false);
    await expectError(await refreshed(next.refresh_token, await prove(client)), 401, 'invalid_client');
  });
});

describe('a secret that the operator rotates', () => {
  it('counts at once, in the header and in the body; what is connected stays so', async () => {
    const client = await add('Duvo', '--redirect-uri', callback);
    const tokens = await connect(client, inBody);
    const said = await clients('rotate-secret', client.client_id);
    const renewed = { ...client, client_secret: said.replace('client_secret: ', '') };
    for (const prove of [inHeader, inBody]) {
      await expectError(await refreshed(tokens.refresh_token, await prove(client)), 401, 'invalid_client');
    }
    const answer = await refreshed(tokens.refresh_token, await inHeader(renewed));
    const next = (await answer.json()) as TokenAnswer;
    expect((await refreshed(next.refresh_token, await inBody(renewed))).status).toBe(200);
  });
});

describe('a public client that the operator registers', () => {
  it('connects without a secret, at its own redirect URI alone', async () => {
    const client = await add('Duvo', '--redirect-uri', callback, '--method', 'none');
    const tokens = await connect(client, byName);
    await expectToolAnswer(tokens.access_token);
    expect((await refreshed(tokens.refresh_token, await byName(client))).status).toBe(200);
    const elsewhere = { redirect_uri: `${callback}/x`, resource: house.resource };
    const refused = await fetch(authorizationRequest(house.issuer, client.client_id, elsewhere).url);
    expect(refused.status).toBe(400);
  });
});
