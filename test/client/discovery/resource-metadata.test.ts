/** From an endpoint to the metadata of its resource, past the pages, lists and strangers that answer in its place. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discover, guardedFetch } from '@granthouse/client';
import { parseChallenges } from '@granthouse/protocol';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { documents, json, page, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const atRoot = 'GET /.well-known/oauth-protected-resource';
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

const challenged = (parameters: string) => ({ fetch, challenges: parseChallenges(`Bearer ${parameters}`) });
const resourceOf = (changes: object = {}) =>
  json({ resource: house.endpoint.href, authorization_servers: [house.origin], ...changes });
const asked = () => house.asked.map(({ what }) => what).filter((what) => what.includes('protected-resource'));

describe('the address of the metadata', () => {
  it('CL-1: is that of the challenge, and no other is asked', async () => {
    house.routes['GET /told'] = resourceOf({ resource_name: 'told' });
    const { resourceMetadata } = await discover(house.endpoint, challenged(`resource_metadata="${house.origin}/told"`));
    expect(resourceMetadata.resource_name).toBe('told');
    expect(asked()).toEqual([]);
  });

  it.each(['Basic realm="x"', 'Bearer realm="keys"', 'Negotiate'])(
    'CL-1: is that of the challenge, whatever stands before it: %s',
    async (first) => {
      house.routes['GET /told'] = resourceOf({ resource_name: 'told' });
      const challenges = parseChallenges(`${first}, Bearer resource_metadata="${house.origin}/told"`);
      expect((await discover(house.endpoint, { fetch, challenges })).resourceMetadata.resource_name).toBe('told');
    },
  );

  it('CL-1: is at the path of the endpoint without a challenge', async () => {
    expect((await discover(house.endpoint, { fetch })).resource).toBe(house.endpoint.href);
    expect(asked()).toEqual([documents.resource]);
  });

  it.each([
    ['nothing', undefined],
    ['the page of an app', page()],
    ['a list', json([])],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/sign-in' } })],
    ['an error of its own', page(500)],
  ])('CL-1: is at the root when %s is at the path', async (_title, answer) => {
    if (answer) house.routes[documents.resource] = answer;
    else delete house.routes[documents.resource];
    house.routes[atRoot] = resourceOf({ resource: house.origin });
    expect((await discover(house.endpoint, { fetch })).resource).toBe(house.origin);
    expect(asked()).toEqual([documents.resource, atRoot]);
  });

  it.each(['/nothing-here', 'not a URL', ''])(
    'CL-1: is looked for as without a challenge when that leads to nothing: %j',
    async (told) => {
      const url = told.startsWith('/') ? house.origin + told : told;
      const { resource } = await discover(house.endpoint, challenged(`resource_metadata="${url}"`));
      expect(resource).toBe(house.endpoint.href);
    },
  );

  it('CL-15: leads to no address inside the network', async () => {
    const discovered = discover(house.endpoint, challenged('resource_metadata="https://169.254.169.254/latest"'));
    await expect(discovered).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('is said to be nowhere when a page answers everything', async () => {
    house.routes[documents.resource] = page();
    house.routes[atRoot] = page();
    await expect(discover(house.endpoint, { fetch })).rejects.toMatchObject({ code: 'metadata_missing' });
  });

  it('is not looked for at an address that can be read in two ways', async () => {
    const discovered = discover(new URL(`${house.endpoint.href}#part`), { fetch });
    await expect(discovered).rejects.toMatchObject({ code: 'not_allowed' });
    expect(house.asked).toEqual([]);
  });
});

describe('the metadata', () => {
  it.each([
    ['itself', '/mcp'],
    ['itself with a slash', '/mcp/'],
    ['all of its origin', ''],
    ['all of its origin, with a slash', '/'],
  ])('CL-2: is believed of %s', async (_title, path) => {
    house.routes[documents.resource] = resourceOf({ resource: house.origin + path });
    expect((await discover(house.endpoint, { fetch })).resource).toBe(house.origin + path);
  });

  it.each([
    ['another origin', () => 'https://victim.example/mcp'],
    ['another port', () => 'http://127.0.0.1:1/mcp'],
    ['a neighbour', () => `${house.origin}/mc`],
    ['what lies below', () => `${house.origin}/mcp/admin`],
    ['a question to the same path', () => `${house.origin}/mcp?team=other`],
    ['another spelling of the path', () => `${house.origin}/MCP`],
    ['no URL', () => 'the order desk'],
    ['an address with a fragment', () => `${house.endpoint.href}#part`],
    ['an address with a user', () => house.endpoint.href.replace('//', '//user@')],
    ['nothing', () => undefined],
  ])('CL-2: is not believed of %s', async (_title, resource) => {
    house.routes[documents.resource] = resourceOf({ resource: resource() });
    await expect(discover(house.endpoint, { fetch })).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it.each([
    ['no authorization server', undefined],
    ['an empty list of them', []],
    ['one that is no URL', ['auth']],
    ['one on plain http', ['http://auth.example']],
  ])('CL-2: that names %s leads nowhere', async (_title, servers) => {
    house.routes[documents.resource] = resourceOf({ authorization_servers: servers });
    await expect(discover(house.endpoint, { fetch })).rejects.toMatchObject({ code: 'metadata_invalid' });
  });

  it('is used without the members that nobody can use', async () => {
    house.routes[documents.resource] = resourceOf({ scopes_supported: [], resource_name: null, jwks_uri: 'keys' });
    const { resourceMetadata, scopes } = await discover(house.endpoint, { fetch });
    expect(resourceMetadata).toEqual({ resource: house.endpoint.href, authorization_servers: [house.origin] });
    expect(scopes).toEqual([]);
  });
});

describe('of several authorization servers', () => {
  it('CL-2: the first that can be used is chosen', async () => {
    house.routes[documents.resource] = resourceOf({ authorization_servers: [`${house.origin}/gone`, house.origin] });
    expect((await discover(house.endpoint, { fetch })).server.issuer).toBe(house.origin);
  });

  it('CL-2: the preferred one is chosen while the resource names it', async () => {
    const other = await startScriptedHouse();
    house.routes[documents.resource] = resourceOf({ authorization_servers: [house.origin, other.origin] });
    expect((await discover(house.endpoint, { fetch, preferred: other.origin })).server.issuer).toBe(other.origin);
    expect((await discover(house.endpoint, { fetch, preferred: 'https://gone.example' })).server.issuer).toBe(
      house.origin,
    );
    await other.close();
  });

  it('none is asked after one that never answers', async () => {
    const timeouts = holdTimeouts();
    house.routes['GET /.well-known/oauth-authorization-server/slow'] = () => {
      timeouts.pass(15_000);
      return new Promise(() => undefined);
    };
    house.routes[documents.resource] = resourceOf({ authorization_servers: [`${house.origin}/slow`, house.origin] });
    await expect(discover(house.endpoint, { fetch })).rejects.toMatchObject({ code: 'timed_out' });
    expect(house.asked).toHaveLength(2);
  });

  it('five are asked at most', async () => {
    const servers = Array.from({ length: 500 }, (_, index) => `${house.origin}/${index}`);
    house.routes[documents.resource] = resourceOf({ authorization_servers: servers });
    await expect(discover(house.endpoint, { fetch })).rejects.toMatchObject({ code: 'metadata_missing' });
    expect(house.asked.length).toBe(1 + 5 * 3);
  });
});

describe('the scopes to ask for', () => {
  it.each([
    ['those of the challenge', 'scope="one two"', ['one', 'two']],
    ['those of a challenge that can’t all be read', 'scope="one\ttwo ö one"', ['one', 'two']],
    ['all that the resource lists', 'realm="x"', ['listed', 'too']],
  ])('CL-11: are %s', async (_title, parameters, scopes) => {
    house.routes[documents.resource] = resourceOf({ scopes_supported: ['listed', 'too'] });
    expect((await discover(house.endpoint, challenged(parameters))).scopes).toEqual(scopes);
  });

  it('CL-11: are none when nobody names any', async () => {
    expect((await discover(house.endpoint, { fetch })).scopes).toEqual([]);
  });
});
