/** Hosts on both lines of the MCP SDK sign a person in and call through the tools of a document into the real API behind them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { authorize } from '../support/connect.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { type Connected, type Reach, sdkHosts } from '../support/sdk-hosts.ts';
import { manager, type OpenApiHouse, startOpenApiHouse, viewer } from './running-house.ts';

let house: OpenApiHouse;
beforeAll(async () => {
  house = await startOpenApiHouse({ limits: { requests: 1000, changes: 1000 } });
});
afterAll(() => house.close());

const note = { name: 'add_order_note', arguments: { order_id: 'ord_1010', text: 'Called back.' } };

/** All that crossed to the API, as text. */
const sentToApi = () =>
  house.exchanges
    .map(({ target, requestHeaders, requestBody }) => [target, JSON.stringify(requestHeaders), requestBody])
    .join('\n');

describe.each(sdkHosts)('a host on $name', (host) => {
  let provider: RememberingProvider;
  beforeEach(() => {
    provider = new RememberingProvider();
  });

  const reach = (): Reach => ({ resource: house.resource, provider, fetch });

  /** Refused, signed in, approved, connected. */
  async function connectAs(who: typeof manager): Promise<Connected> {
    await expect(host.connect(reach())).rejects.toThrow(host.unauthorized);
    await host.finish(reach(), await authorize(provider.takeRedirect(), { who }));
    return host.connect(reach());
  }

  it('signs the person in and calls the API as that person, who it shows by a token of one minute', async () => {
    const client = await connectAs(manager);
    expect((await client.listTools()).tools).toHaveLength(11);
    const result = await client.callTool({
      name: 'search_orders',
      arguments: { status: ['paid', 'shipped'], limit: 2 },
    });
    expect(result).toMatchObject({ structuredContent: { orders: [expect.anything(), expect.anything()] } });

    const { method, target, requestHeaders } = house.exchanges.at(-1)!;
    expect([method, target]).toEqual(['GET', '/v1/orders?status=paid,shipped&limit=2']);
    expect(requestHeaders['x-service-key']).toBe(house.serviceKey);
    const token = String(requestHeaders.authorization).replace(/^Bearer /, '');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'person+jwt' });
    const { iat = 0, exp, ...claims } = decodeJwt(token);
    expect(claims).toEqual({
      iss: house.resource,
      aud: house.api,
      sub: house.subjects.manager,
      scope: 'orders:read',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(exp).toBe(iat + 60);
    await client.close();
  });

  it('never sends what it was given itself on to the API, nor a token twice', async () => {
    const client = await connectAs(manager);
    const from = house.exchanges.length;
    await client.callTool({ name: 'get_me', arguments: {} });
    await client.callTool({ name: 'get_me', arguments: {} });
    const secrets = [provider.kept?.access_token, provider.kept?.refresh_token].map(String);
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    for (const secret of secrets) expect(sentToApi()).not.toContain(secret);
    const tokens = house.exchanges.slice(from).map(({ requestHeaders }) => requestHeaders.authorization);
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 2]);
    await client.close();
  });

  it('holds a token that is worth nothing at the API, even beside the key of the service', async () => {
    const client = await connectAs(manager);
    const headers = { authorization: `Bearer ${provider.kept?.access_token}`, 'x-service-key': house.serviceKey };
    expect((await fetch(`${house.api}/me`, { headers })).status).toBe(401);
    await client.close();
  });

  it('RS-7: asks the person for what the document says an operation needs, and then it works', async () => {
    const client = await connectAs(manager);
    const before = house.exchanges.length;
    host.beforeStepUp(provider);
    await expect(client.callTool(note)).rejects.toThrow(host.unauthorized);
    expect(house.exchanges).toHaveLength(before);
    const stepUp = provider.takeRedirect();
    expect(stepUp.searchParams.get('scope')?.split(' ')).toEqual(['orders:read', 'orders:write']);
    await host.finish(reach(), await authorize(stepUp, { who: manager }));
    const again = await host.connect(reach());
    expect(await again.callTool(note)).toMatchObject({
      structuredContent: { author: manager.name, text: 'Called back.' },
    });
    await Promise.all([client.close(), again.close()]);
  });

  it('is told in words what the role of the person does not permit, whatever they allowed', async () => {
    const client = await connectAs(viewer);
    host.beforeStepUp(provider);
    await expect(client.callTool(note)).rejects.toThrow(host.unauthorized);
    await host.finish(reach(), await authorize(provider.takeRedirect(), { who: viewer }));
    const again = await host.connect(reach());
    const result = await again.callTool(note);
    expect(result['isError']).toBe(true);
    expect(JSON.stringify(result['content'])).toMatch(/403.*forbidden.*The role viewer does not permit orders:write/s);
    expect(await again.callTool({ name: 'get_me', arguments: {} })).toMatchObject({
      structuredContent: { role: 'viewer', name: viewer.name },
    });
    await Promise.all([client.close(), again.close()]);
  });
});

it('RS-1: the metadata is behind the path of the endpoint', async () => {
  const { origin } = new URL(house.resource);
  const answer = await fetch(`${origin}/.well-known/oauth-protected-resource/v1/mcp`);
  expect(await answer.json()).toMatchObject({ resource: house.resource, authorization_servers: [house.issuer] });
});

it('nothing that was logged holds a secret', () => {
  const logged = house.logged.join('\n');
  const secrets = [
    house.serviceKey,
    ...house.exchanges.map(({ requestHeaders }) => String(requestHeaders.authorization)),
  ];
  expect(secrets.filter((secret) => logged.includes(secret.replace('Bearer ', '')))).toEqual([]);
});
