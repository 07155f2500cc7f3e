/** Where requests go: never where a call says (OpenAPI 3.1 §4.8.5, §4.8.6). */
import { describe, expect, it } from '@jest/globals';
import type { OpenApiToolsOptions } from '@granthouse/openapi-tools';
import { refusalOf, toolsOf } from '../../support/planned-tools.ts';

type Options = OpenApiToolsOptions<unknown>;

const paths = { '/a': { get: {} } };
const regional = {
  url: 'https://{region}.example.com/{version}',
  variables: { region: { default: 'eu', enum: ['eu', 'us'] }, version: { default: 'v1' } },
};

const serverOf = (servers: unknown, options: Options = {}) =>
  toolsOf(paths, options, { servers }).tools.get('get_a')?.server;

describe('the server', () => {
  it.each<[string, unknown, Options, string]>([
    [
      'the first of the document',
      [{ url: 'https://a.example/v1/' }, { url: 'https://b.example' }],
      {},
      'https://a.example/v1',
    ],
    ['with the defaults of its variables', [regional], {}, 'https://eu.example.com/v1'],
    [
      'with variables of the options',
      [regional],
      { serverVariables: { region: 'us', version: 'v2' } },
      'https://us.example.com/v2',
    ],
    ['the option server', [{ url: '/v1' }], { server: 'http://127.0.0.1:8080/api/' }, 'http://127.0.0.1:8080/api'],
    ['the option server as a URL', undefined, { server: new URL('https://b.example') }, 'https://b.example'],
  ])('is %s', (_title, servers, options, server) => {
    expect(serverOf(servers, options)).toBe(server);
  });

  it.each<[string, unknown, Options, string, string, string]>([
    ['none', undefined, {}, '#/servers', 'no server', 'option server'],
    ['an empty list', [], {}, '#/servers', 'no server', 'option server'],
    ['a relative one', [{ url: '/v1' }], {}, '#/servers/0', 'without an origin', 'option server'],
    ['another scheme', [{ url: 'ftp://a.example' }], {}, '#/servers/0', 'ftp:', 'option server'],
    ['a query', [{ url: 'https://a.example?key=s3cret' }], {}, '#/servers/0', 'a query', 'option server'],
    [
      'a password',
      undefined,
      { server: 'https://ada:s3cret@a.example' },
      'server',
      'a user or password',
      'option server',
    ],
    ['a variable without a value', [{ url: 'https://{x}.example' }], {}, '#/servers/0', 'x', 'serverVariables.x'],
    [
      'a value that is none of its',
      [regional],
      { serverVariables: { region: 'mars' } },
      'serverVariables.region',
      'none of',
      'eu, us',
    ],
    [
      'an unknown variable',
      [regional],
      { serverVariables: { regoin: 'us' } },
      'serverVariables.regoin',
      'no server',
      'region',
    ],
  ])('that is wrong stops the start: %s', (_title, servers, options, path, found, remedy) => {
    const fault = refusalOf(() => serverOf(servers, options));
    expect(fault).toMatchObject({
      path,
      found: expect.stringContaining(found),
      remedy: expect.stringContaining(remedy),
    });
    expect(fault?.message).not.toContain('s3cret');
  });

  const own = {
    '/a': { get: {} },
    '/b': { servers: [{ url: 'https://path.example' }], get: {}, put: { servers: [{ url: 'https://own.example' }] } },
    '/c': { servers: [{ url: '/relative' }], get: {} },
  };

  it('of a path or an operation goes before that of the document', () => {
    const { tools, skipped } = toolsOf(own);
    expect([...tools].map(([name, { server }]) => [name, server])).toEqual([
      ['get_a', 'https://api.example.com'],
      ['get_b', 'https://path.example'],
      ['put_b', 'https://own.example'],
    ]);
    expect(skipped).toEqual([expect.objectContaining({ template: '/c', path: '#/paths/~1c/servers/0' })]);
  });

  it('of the options goes before all of them', () => {
    const { tools, skipped } = toolsOf(own, { server: 'https://mine.example' });
    expect(new Set([...tools.values()].map(({ server }) => server))).toEqual(new Set(['https://mine.example']));
    expect(skipped).toEqual([]);
  });
});
