/** From an issuer to its metadata: where it is looked for, whose is believed, and what it has to say. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discover, guardedFetch } from '@granthouse/client';
import { documents, json, page, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

const discovered = () => discover(house.endpoint, { fetch });
const openId = 'GET /.well-known/openid-configuration';
const asked = () => house.asked.slice(1).map(({ what }) => what);

function namesIssuer(issuer: string) {
  house.change(documents.resource, { authorization_servers: [issuer] });
}

describe('the metadata of an authorization server', () => {
  it('CL-3: is looked for by RFC 8414 and then by OpenID Connect', async () => {
    house.routes[openId] = house.routes[documents.server] ?? page();
    house.routes[documents.server] = page();
    expect((await discovered()).server.issuer).toBe(house.origin);
    expect(asked()).toEqual([documents.server, openId]);
  });

  it('CL-3: of an issuer with a path is looked for in three places', async () => {
    const issuer = `${house.origin}/tenant`;
    const appended = 'GET /tenant/.well-known/openid-configuration';
    house.routes[appended] = house.routes[documents.server] ?? page();
    house.change(appended, { issuer });
    namesIssuer(issuer);
    expect((await discovered()).server.issuer).toBe(issuer);
    expect(asked()).toEqual([`${documents.server}/tenant`, `${openId}/tenant`, appended]);
  });

  it.each([
    ['a stranger', () => 'https://stranger.example'],
    ['the same host on another port', () => 'http://127.0.0.1:1'],
    ['a tenant of the same host', () => `${house.origin}/tenant`],
    ['the same with a slash', () => `${house.origin}/`],
    ['nobody', () => undefined],
  ])('CL-4: of %s is not believed', async (_title, issuer) => {
    house.change(documents.server, { issuer: issuer() });
    await expect(discovered()).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it('CL-4: is believed when the resource writes the issuer with a slash at its end, and its own word counts', async () => {
    namesIssuer(`${house.origin}/`);
    expect((await discovered()).server.issuer).toBe(house.origin);
  });

  it.each([
    ['no word', undefined],
    ['plain alone', ['plain']],
    ['an empty list', []],
    ['another spelling', ['s256']],
    ['no list', 'S256'],
  ])('CL-9: with %s about PKCE leads no further', async (_title, methods) => {
    house.change(documents.server, { code_challenge_methods_supported: methods });
    await expect(discovered()).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it.each([
    ['a script', 'javascript:alert(1)//'],
    ['a page of its own making', 'data:text/html,<script>1</script>'],
    ['a file', 'file:///etc/passwd'],
    ['a program of the person', 'vscode://settings'],
    ['plain http', 'http://auth.example/authorize'],
    ['a user and a password', 'https://user:password@auth.example/authorize'],
    ['no URL', '/authorize'],
  ])('CL-16: that sends browsers to %s is not believed', async (_title, endpoint) => {
    house.change(documents.server, { authorization_endpoint: endpoint });
    await expect(discovered()).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it('CL-16: of a public issuer sends no browser to the person’s own machine', async () => {
    const issuer = 'https://auth.example';
    namesIssuer(issuer);
    house.change(documents.server, { issuer });
    const fromOutside = (url: string | URL, init?: RequestInit) =>
      fetch(String(url).replace(issuer, house.origin), init);
    await expect(discover(house.endpoint, { fetch: fromOutside })).rejects.toMatchObject({ code: 'metadata_invalid' });
    house.change(documents.server, { authorization_endpoint: `${issuer}/authorize` });
    expect((await discover(house.endpoint, { fetch: fromOutside })).server.issuer).toBe(issuer);
  });

  it.each(['https://169.254.169.254', 'https://10.0.0.1/auth', 'https://[fd00::1]', 'https://100.64.0.1'])(
    'CL-15: is asked of no address inside the network: %s',
    async (issuer) => {
      namesIssuer(issuer);
      await expect(discovered()).rejects.toMatchObject({ code: 'not_allowed' });
    },
  );

  it('is used without the optional members that nobody can use', async () => {
    house.change(documents.server, {
      response_types_supported: undefined,
      scopes_supported: [],
      revocation_endpoint: null,
      registration_endpoint: 'http://auth.example/register',
    });
    const { server } = await discovered();
    expect(server).not.toHaveProperty('revocation_endpoint');
    expect(server).not.toHaveProperty('registration_endpoint');
    expect(server).not.toHaveProperty('scopes_supported');
  });

  it.each(['issuer', 'authorization_endpoint', 'token_endpoint'])('is nothing without %s', async (member) => {
    house.change(documents.server, { [member]: undefined });
    await expect(discovered()).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it('is said to be nowhere when an app answers everything', async () => {
    house.routes[documents.server] = page();
    house.routes[openId] = json('a text');
    await expect(discovered()).rejects.toMatchObject({ code: 'metadata_missing' });
  });
});
