/**
 * The whole way of a platform that registers with a hosted redirect URI, as Duvo's documentation describes it: from the
 * 401 over its challenge to a tool's answer and a refresh. Its body is not known, so each way of client authentication is gone.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorize } from '../support/connect.ts';
import { startHouse, type House } from '../support/order-desk.ts';
import {
  authorizationRequest,
  credentials,
  postForm,
  redeem,
  refresh,
  register,
  type Registered,
  type TokenAnswer,
} from '../support/oauth-client.ts';
import { callTool, challengedAt } from '../support/tool-call.ts';

const redirectUri = 'https://platform.duvo.ai/v1/oauth/mcp/callback';

let house: House;

beforeAll(async () => {
  house = await startHouse();
});

afterAll(() => house.close());

interface Metadata {
  readonly resource: string;
  readonly authorization_servers: [string];
  readonly scopes_supported: string[];
}

async function discover(): Promise<Metadata> {
  const { metadata } = await challengedAt(house.resource);
  return (await (await fetch(metadata)).json()) as Metadata;
}

/** At the token endpoint as the client registered it: in the header, in the body, or by its id alone. */
function proven(client: Registered, fields: Record<string, string>): [Record<string, string>, Record<string, string>] {
  if (client['token_endpoint_auth_method'] !== 'client_secret_basic')
    return [{ ...fields, ...credentials(client) }, {}];
  const pair = `${client.client_id}:${client.client_secret ?? ''}`;
  return [fields, { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }];
}

describe('a platform with a hosted redirect URI', () => {
  it.each([
    ['HOST-07: the redirect URI alone', {}],
    ['HOST-08: client_secret_basic', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['HOST-08: client_secret_post', { token_endpoint_auth_method: 'client_secret_post' }],
    ['HOST-08: no secret', { token_endpoint_auth_method: 'none' }],
  ])('%s registers, connects, calls a tool and refreshes', async (_title, body) => {
    const metadata = await discover();
    const [issuer] = metadata.authorization_servers;
    const client = await register(issuer, { redirect_uris: [redirectUri], ...body });
    const scope = metadata.scopes_supported.join(' ');
    const overrides = { redirect_uri: redirectUri, resource: metadata.resource, scope };
    const { url, verifier } = authorizationRequest(issuer, client.client_id, overrides);
    const answer = await authorize(url);
    expect(answer.href.startsWith(`${redirectUri}?`)).toBe(true);

    const grant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
    const code = answer.searchParams.get('code') ?? '';
    const redeemed = await postForm(`${issuer}/token`, ...proven(client, { ...grant, code }));
    const tokens = (await redeemed.json()) as TokenAnswer;
    expect(await (await callTool(house.resource, tokens.access_token)).text()).toContain('customers');

    const again = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    const refreshed = await postForm(`${issuer}/token`, ...proven(client, again));
    const { access_token: next } = (await refreshed.json()) as TokenAnswer;
    expect((await callTool(house.resource, next)).status).toBe(200);
  });

  it('AS-21: is never answered at an address that only looks like its own', async () => {
    const client = await register(house.issuer, { redirect_uris: [redirectUri] });
    const near = ['https://platform.duvo.ai/v1/oauth/mcp/callback/', 'https://platform.duvo.ai.example/callback'];
    for (const redirect_uri of [...near, redirectUri.replace('https', 'http')]) {
      const { url } = authorizationRequest(house.issuer, client.client_id, { redirect_uri });
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
    }
  });

  it('OAUTH21-21: gets nothing with a secret that is not its own', async () => {
    const [one, other] = [
      await register(house.issuer, { redirect_uris: [redirectUri] }),
      await register(house.issuer, { redirect_uris: [redirectUri] }),
    ];
    const { url, verifier } = authorizationRequest(house.issuer, one.client_id, { redirect_uri: redirectUri });
    const code = (await authorize(url)).searchParams.get('code') ?? '';
    const fields = { redirect_uri: redirectUri, code, code_verifier: verifier };
    const mixed = { client_id: one.client_id, client_secret: other.client_secret ?? '' };
    expect((await redeem(house.issuer, { ...fields, ...mixed })).status).toBe(401);
    expect((await redeem(house.issuer, { ...fields, ...credentials(other) })).status).toBe(400);
    const own = await redeem(house.issuer, { ...fields, ...credentials(one) });
    const { refresh_token: token } = (await own.json()) as TokenAnswer;
    expect((await refresh(house.issuer, { ...mixed, refresh_token: token })).status).toBe(401);
  });
});
