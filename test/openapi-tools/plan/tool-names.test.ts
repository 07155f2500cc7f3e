/** What tools are called (SEP-986). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openApiTools, type OpenApiToolsOptions } from '@granthouse/openapi-tools';
import { toolsOf } from '../../support/planned-tools.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const duvo = new URL('../fixtures/duvo-openapi.json', import.meta.url);

type Named = Readonly<Record<string, string | undefined>>;

/** One GET of each path, with this operationId. */
const pathsOf = (ids: Named) =>
  Object.fromEntries(Object.entries(ids).map(([path, operationId]) => [path, { get: { operationId } }]));

function namesOf(ids: Named, options: OpenApiToolsOptions<unknown> = {}): Record<string, string> {
  const { tools } = toolsOf(pathsOf(ids), options);
  return Object.fromEntries([...tools.values()].map(({ operation, definition }) => [operation.path, definition.name]));
}

const hashed = (stem: string) => expect.stringMatching(new RegExp(`^${stem}_[0-9a-f]{8}$`, 'u')) as unknown as string;

describe('tool names', () => {
  it.each([
    ['listAgents', 'listAgents'],
    ['list-agents_2', 'list-agents_2'],
    ['_private_', '_private_'],
    ['actions/list runs', 'actions_list_runs'],
    ['calendar.events.list', 'calendar_events_list'],
    ['2fa.start', '_2fa_start'],
    ['订单', 'get_orders_id'],
    ['', 'get_orders_id'],
    [undefined, 'get_orders_id'],
  ])('of the operationId %j are %s', (operationId, name) => {
    expect(namesOf({ '/orders/{id}': operationId })).toEqual({ '/orders/{id}': name });
  });

  it.each([
    ['listAgents', 'list_agents'],
    ['getHTTPServer', 'get_http_server'],
    ['list-agents', 'list_agents'],
    ['start_run', 'start_run'],
    ['ListV2Files', 'list_v2_files'],
  ])('in snake_case of %s are %s', (operationId, name) => {
    expect(namesOf({ '/x': operationId }, { names: { style: 'snake_case' } })).toEqual({ '/x': name });
  });

  it("of Duvo's document are those that its own server has, in snake_case", () => {
    const { tools } = openApiTools(duvo, { names: { style: 'snake_case' } });
    expect(tools.size).toBe(213);
    expect([...tools.keys()]).toEqual(expect.arrayContaining(['list_agents', 'start_run', 'get_connection']));
    for (const name of tools.keys()) expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/u);
  });

  it('begin with the prefix, which counts to their length', () => {
    const long = 'a'.repeat(62);
    const names = namesOf({ '/x': 'listAgents', '/y': long }, { names: { prefix: 'duvo_' } });
    expect(names).toEqual({ '/x': 'duvo_listAgents', '/y': hashed(`duvo_a{${64 - 5 - 9}}`) });
  });

  // openapi-mcp-generator#4, eve#3255: cut first and told apart afterwards, past the limit.
  it('are cut with a hash of method and path, within their length', () => {
    const stem = 'get'.padEnd(70, 'x');
    const names = namesOf({ '/x': `${stem}1`, '/y': `${stem}2` }, { names: { maxLength: 40 } });
    expect(names).toEqual({ '/x': hashed('getx{28}'), '/y': hashed('getx{28}') });
    expect(names['/x']).not.toBe(names['/y']);
  });

  it('are told apart where they differ in case alone or not at all', () => {
    expect(namesOf({ '/x': 'listAgents', '/y': 'ListAgents', '/z': 'other' })).toEqual({
      '/x': hashed('listAgents'),
      '/y': hashed('ListAgents'),
      '/z': 'other',
    });
  });

  it('of one operationId are reported', () => {
    const { problems } = toolsOf(pathsOf({ '/x': 'same', '/y': 'same', '/z': 'SAME' }));
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1y/get/operationId' })]);
  });

  it('are the operationId where another one was only made to look so', () => {
    expect(namesOf({ '/x': 'a_b', '/y': 'a.b' })).toEqual({ '/x': 'a_b', '/y': hashed('a_b') });
  });

  it('are told apart from an operationId that looks like a made one', () => {
    const made = namesOf({ '/x': 'same', '/y': 'same' })['/x'] ?? '';
    const names = namesOf({ '/x': 'same', '/y': 'same', '/z': made.toUpperCase() });
    expect(names['/z']).toBe(made.toUpperCase());
    expect(new Set(Object.values(names).map((name) => name.toLowerCase())).size).toBe(3);
  });

  it('stay what they are when other operations are not selected', () => {
    const ids = { '/x': 'same', '/y': 'same', '/z': 'other' };
    const one = namesOf(ids, { select: { paths: ['/x'] } });
    expect(one).toEqual({ '/x': namesOf(ids)['/x'] });
  });

  it('are short for an operationId of a megabyte', () => {
    const names = namesOf({ '/x': 'x'.repeat(1024 * 1024), '/y': 'ä'.repeat(1024 * 1024) });
    expect(names).toEqual({ '/x': hashed('x{55}'), '/y': 'get_y' });
  });

  const operationId = fc.oneof(
    fc.constantFrom('same', 'SAME', 'sa.me', 'sa/me', 'sa_me', 'listAgents', 'list_agents', undefined),
    fc.string({ maxLength: 5 }),
    fc.string({ minLength: 60, maxLength: 70, unit: fc.constantFrom('x') }),
  );
  const path = fc.constantFrom('/a', '/A', '/a/{b}', '/a/b', '/a-b', '/a_b', '/a.b', '/x/{y}/z', '/x/y/{z}', '/');
  const documents = fc.uniqueArray(fc.tuple(path, operationId), { selector: ([each]) => each, minLength: 1 });
  const names = fc.constantFrom<OpenApiToolsOptions<unknown>>(
    {},
    { names: { style: 'snake_case' } },
    { names: { prefix: 'p_', maxLength: 24 } },
  );

  it('are never shared, always legal, and independent of the order of the document', () => {
    const shuffled = documents.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, names, ([before, after], options) => {
        const named = namesOf(Object.fromEntries(before), options);
        expect(namesOf(Object.fromEntries(after), options)).toEqual(named);
        expect(Object.keys(named)).toHaveLength(before.length);
        expect(new Set(Object.values(named).map((name) => name.toLowerCase())).size).toBe(before.length);
        const longest = options.names?.maxLength ?? 64;
        for (const name of Object.values(named)) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/u);
          expect(name.length).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
