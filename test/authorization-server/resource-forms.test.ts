/** The `resource` of a request in every form that hosts send: one audience at every step, and what isn't ours costs nobody anything (RFC 8707 §2). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { orderDesk, startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorize } from '../support/connect.ts';
import { expectError } from '../support/expect-error.ts';
import {
  authorizationRequest,
  callback,
  redeem,
  register,
  type Attempt,
  type TokenAnswer,
} from '../support/oauth-client.ts';

const orders = 'https://orders.example.com/mcp';
const stock = 'https://orders.example.com/stock';

const one = [{ resource: orders, ...orderDesk }];
const several = [...one, { resource: stock, ...orderDesk }];

let server: RunningServer;
let clientId: string;

function serving(resources: typeof one) {
  beforeAll(async () => {
    server = await startAuthorizationServer(orders, { resources });
    ({ client_id: clientId } = await register(server.issuer));
  });
  afterAll(() => server.close());
}

/** Each value of `resource`, in the order in which a request has them. */
type Asked = readonly string[];

function asking(resources: Asked): Attempt {
  const attempt = authorizationRequest(server.issuer, clientId);
  for (const resource of resources) attempt.url.searchParams.append('resource', resource);
  return attempt;
}

async function codeFor(resources: Asked) {
  const { url, verifier } = asking(resources);
  const code = (await authorize(url)).searchParams.get('code') ?? '';
  return { client_id: clientId, code, code_verifier: verifier, redirect_uri: callback };
}

function tokenRequest(fields: Record<string, string>, resources: Asked): Promise<Response> {
  const body = new URLSearchParams(fields);
  for (const resource of resources) body.append('resource', resource);
  return fetch(`${server.issuer}/token`, { method: 'POST', body });
}

const exchange = (fields: Record<string, string>, resources: Asked = []) =>
  tokenRequest({ grant_type: 'authorization_code', ...fields }, resources);

const renew = (token: string, resources: Asked = []) =>
  tokenRequest({ grant_type: 'refresh_token', client_id: clientId, refresh_token: token }, resources);

async function tokensOf(answer: Response): Promise<TokenAnswer> {
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenAnswer;
}

const audienceOf = ({ access_token: token }: TokenAnswer) => decodeJwt(token).aud;

/** What is one and the same resource. */
const spellings: readonly (readonly [string, Asked])[] = [
  ['as it is configured', [orders]],
  ['with a slash at the end (SDK v1 for an origin)', [`${orders}/`]],
  ['with slashes at the end', [`${orders}//`]],
  ['with an upper-case host', ['https://ORDERS.example.COM/mcp']],
  ['with an upper-case scheme', ['HTTPS://orders.example.com/mcp']],
  ['with the default port', ['https://orders.example.com:443/mcp/']],
  ['with an empty query', [`${orders}?`]],
  ['twice', [orders, orders]],
  ['in two spellings', [orders, `${orders}/`]],
];

/** What is none of the resources here. */
const foreign: readonly (readonly [string, Asked])[] = [
  ['of another server', ['https://evil.example/mcp']],
  ['of another path', ['https://orders.example.com/mcp/admin']],
  ['of a path in other letters', ['https://orders.example.com/MCP']],
  ['the origin alone', ['https://orders.example.com']],
  ['with a query', [`${orders}?team=1`]],
  ['with dot segments', ['https://orders.example.com/x/../mcp']],
  ['with a fragment', [`${orders}#top`]],
  ['with an empty fragment', [`${orders}#`]],
  ['with a user', ['https://me@orders.example.com/mcp']],
  ['of another port', ['https://orders.example.com:8443/mcp']],
  ['of another scheme', ['http://orders.example.com/mcp']],
  ['that is no URI', ['orders']],
  ['that is no web address', ['urn:orders']],
  ['with a space', [`${orders} `]],
  ['beside the right one', [orders, 'https://evil.example/mcp']],
];

describe('where one resource is served, a resource', () => {
  serving(one);

  it.each([['that is left out', []], ['that is empty', ['']], ...spellings] as typeof spellings)(
    'AS-27, HOST-18, RFC8707-3, RFC8707-4: %s means it, at every step',
    async (_what, resources) => {
      const first = await tokensOf(await exchange(await codeFor(resources), resources));
      const second = await tokensOf(await renew(first.refresh_token, resources));
      expect([first, second].map(audienceOf)).toEqual([orders, orders]);
    },
  );

  it('HOST-18: may be named in one step and left out in another', async () => {
    const first = await tokensOf(await exchange(await codeFor([]), [orders]));
    const second = await tokensOf(await renew(first.refresh_token));
    const third = await tokensOf(await renew(second.refresh_token, [`${orders}/`]));
    expect([first, second, third].map(audienceOf)).toEqual([orders, orders, orders]);
  });

  it.each(foreign)('HOST-18, RFC8707-1, RFC8707-2: %s is told to the client', async (_what, resources) => {
    const { url, state } = asking(resources);
    const answer = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
    expect(`${answer.origin}${answer.pathname}`).toBe(callback);
    expect(Object.fromEntries(answer.searchParams)).toMatchObject({
      error: 'invalid_target',
      state,
      iss: server.issuer,
    });
  });

  it.each(foreign)('RFC8707-2, RFC8707-6: %s costs nobody the code, and no refresh token', async (_what, resources) => {
    const fields = await codeFor([orders]);
    await expectError(await exchange(fields, resources), 400, 'invalid_target');
    const { refresh_token: token } = await tokensOf(await exchange(fields));
    await expectError(await renew(token, resources), 400, 'invalid_target');
    expect(audienceOf(await tokensOf(await renew(token)))).toBe(orders);
  });

  it('RFC7636-4: a code is not guessed at for ever by what it is asked for', async () => {
    const fields = await codeFor([orders]);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expectError(await exchange(fields, ['https://evil.example']), 400, 'invalid_target');
    }
    await expectError(await exchange(fields), 400, 'invalid_grant');
  });

  it('OAUTH21-15, RFC9700-21: a code that was used is a replay, whatever it is shown for', async () => {
    const fields = await codeFor([orders]);
    const { refresh_token: token } = await tokensOf(await exchange(fields));
    await expectError(await exchange(fields, ['https://evil.example']), 400, 'invalid_grant');
    await expectError(await renew(token), 400, 'invalid_grant');
  });

  it('RFC8707-2: a wrong verifier is a wrong verifier, whatever the resource', async () => {
    const { client_id, code } = await codeFor([orders]);
    const fields = { client_id, code, code_verifier: 'x'.repeat(43), resource: 'https://evil.example' };
    await expectError(await redeem(server.issuer, fields), 400, 'invalid_grant');
  });
});

describe('where several resources are served, a resource', () => {
  serving(several);

  it.each(spellings)('AS-27, HOST-18: %s means that one, at every step', async (_what, resources) => {
    const first = await tokensOf(await exchange(await codeFor(resources), resources));
    const second = await tokensOf(await renew(first.refresh_token, resources));
    expect([first, second].map(audienceOf)).toEqual([orders, orders]);
  });

  it('RFC8707-4: is the one that was granted, where the token request names none', async () => {
    const first = await tokensOf(await exchange(await codeFor([stock])));
    expect(audienceOf(first)).toBe(stock);
    expect(audienceOf(await tokensOf(await renew(first.refresh_token)))).toBe(stock);
  });

  it.each([[[]], [['']]])('RFC8707-4: has to be named by the request: %j', async (resources) => {
    const answer = new URL((await fetch(asking(resources).url, { redirect: 'manual' })).headers.get('location') ?? '');
    expect(answer.searchParams.get('error')).toBe('invalid_target');
  });

  it('RFC8707-5, RFC8707-6: has to be named where several were granted, and leaving it out costs nothing', async () => {
    const fields = await codeFor([orders, stock]);
    for (const resources of [[], [''], [orders, stock]]) {
      await expectError(await exchange(fields, resources), 400, 'invalid_target');
    }
    const first = await tokensOf(await exchange(fields, [`${stock}/`]));
    for (const resources of [[], [orders, stock]]) {
      await expectError(await renew(first.refresh_token, resources), 400, 'invalid_target');
    }
    const second = await tokensOf(await renew(first.refresh_token, [orders]));
    expect([first, second].map(audienceOf)).toEqual([stock, orders]);
  });
});
