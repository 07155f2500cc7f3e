/** What arguments are called, and that each goes to one place alone. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nameArguments } from '../../../packages/openapi-tools/src/plan/argument-names.ts';
import type { PlannedArgument, PlannedParameter } from '../../../packages/openapi-tools/src/plan/plan.ts';
import { placesOf, toolOf, toolsOf, onlyTool } from '../../support/planned-tools.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
const header = (name: string) => ({ ...query(name), in: 'header' });
const cookie = (name: string) => ({ ...query(name), in: 'cookie' });
const jsonBody = (...names: string[]) => ({
  required: true,
  content: {
    'application/json': {
      schema: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) },
    },
  },
});

function argument(place: PlannedArgument['in'], wireName: string): PlannedArgument {
  const shared = { wireName, required: false, schema: {} };
  if (place === 'body') return { in: place, requiredInBody: false, holdsFiles: false, ...shared };
  const style: PlannedParameter['style'] = 'form';
  return { in: place, style, explode: true, allowReserved: false, severalSegments: false, ...shared };
}

describe('argument names', () => {
  it('are the names on the wire, where nothing else has them', () => {
    const parameters = [query('limit'), header('Trace'), cookie('session')];
    expect(placesOf(toolOf({ parameters, requestBody: jsonBody('title') }))).toEqual({
      limit: 'query limit',
      Trace: 'header Trace',
      session: 'cookie session',
      title: 'body title',
    });
  });

  // fastmcp#5112, fastmcp#1100, fastapi_mcp#319, Azure MCP#38: one of the two was lost.
  it('tell their place where two places share a name, and the body keeps the bare one', () => {
    const tools = toolsOf({
      '/orders/{id}': {
        put: { parameters: [query('id'), header('id'), cookie('id')], requestBody: jsonBody('id') },
      },
    });
    expect(placesOf(onlyTool(tools))).toEqual({
      id: 'body id',
      id_path: 'path id',
      id_query: 'query id',
      id_header: 'header id',
      id_cookie: 'cookie id',
    });
  });

  it('tell their place where none of two has the better claim', () => {
    expect(placesOf(toolOf({ parameters: [query('id'), header('id')] }))).toEqual({
      id_query: 'query id',
      id_header: 'header id',
    });
  });

  it('are compared without case', () => {
    expect(placesOf(toolOf({ parameters: [query('ID')], requestBody: jsonBody('id') }))).toEqual({
      ID_query: 'query ID',
      id: 'body id',
    });
  });

  it('hold letters, digits and underscores alone', () => {
    const parameters = [query('filter[name]'), query('2fa'), header('X-Request-Id'), query('größe'), query('$top')];
    expect(placesOf(toolOf({ parameters }))).toEqual({
      filter_name: 'query filter[name]',
      _2fa: 'query 2fa',
      X_Request_Id: 'header X-Request-Id',
      gr_e: 'query größe',
      _top: 'query $top',
    });
  });

  it('end in a hash of place and wire name where nothing else tells two apart', () => {
    const names = Object.keys(placesOf(toolOf({ parameters: [query('a-b'), query('a.b')] })));
    expect(names).toEqual([expect.stringMatching(/^a_b_[0-9a-f]{8}$/u), expect.stringMatching(/^a_b_[0-9a-f]{8}$/u)]);
  });

  it('leave a member of the body its own name beside one that was made to look like it', () => {
    const places = placesOf(toolOf({ requestBody: jsonBody('a-b', 'a_b') }));
    expect(places).toMatchObject({ a_b: 'body a_b' });
    expect(Object.keys(places)).toEqual([expect.stringMatching(/^a_b_[0-9a-f]{8}$/u), 'a_b']);
  });

  it('are told apart from a name that the document gives in the form of a made one', () => {
    const made = Object.keys(placesOf(toolOf({ parameters: [query('a-b'), query('a.b')] })));
    const parameters = [query('id'), header('id'), query('id_header'), ...['a-b', 'a.b', ...made].map(query)];
    const places = placesOf(toolOf({ parameters }));
    expect(new Set(Object.values(places)).size).toBe(parameters.length);
    expect(places).toMatchObject({ id_header: 'query id_header', [String(made[0])]: `query ${made[0]}` });
  });

  it('are none that every object seems to have', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    const schema = { type: 'object', properties, required: ['__proto__'] };
    const tool = toolOf({ requestBody: { required: true, content: { 'application/json': { schema } } } });
    expect([...tool.arguments].map(([name, { wireName }]) => [name, wireName])).toEqual([
      ['__proto___body', '__proto__'],
      ['constructor_body', 'constructor'],
      ['toString_body', 'toString'],
    ]);
    expect(tool.definition.inputSchema['required']).toEqual(['__proto___body']);
  });

  it('leave `body` and `path_rest` to what is called so', () => {
    const whole = { required: true, content: { 'application/json': { schema: { type: 'array' } } } };
    expect(placesOf(toolOf({ parameters: [query('body')], requestBody: whole }))).toEqual({
      body_query: 'query body',
      body: 'body (whole)',
    });
    const put = { requestBody: jsonBody('body', 'path_rest') };
    expect(placesOf(onlyTool(toolsOf({ '/files/{*}': { put } })))).toEqual({
      path_rest_path: 'path *',
      body: 'body body',
      path_rest: 'body path_rest',
    });
  });

  it('are short for names of a megabyte, and tell them apart', () => {
    const long = 'x'.repeat(1024 * 1024);
    const names = Object.keys(placesOf(toolOf({ parameters: [query(`${long}1`), query(`${long}2`), query('x')] })));
    expect(names.map((name) => name.length)).toEqual([64, 64, 1]);
    expect(new Set(names).size).toBe(3);
  });

  const place = fc.constantFrom<PlannedArgument['in']>('path', 'query', 'header', 'cookie', 'body');
  const wireName = fc.oneof(
    fc.constantFrom(
      'id',
      'ID',
      'id_query',
      'id_path',
      'i-d',
      'i.d',
      'i_d',
      '*',
      'body',
      '',
      '__proto__',
      'constructor',
    ),
    fc.string({ maxLength: 4 }),
    fc.string({ minLength: 60, maxLength: 80, unit: fc.constantFrom('a', 'A') }),
  );
  const all = fc.uniqueArray(fc.tuple(place, wireName), {
    maxLength: 30,
    selector: ([one, two]) => JSON.stringify([one, two]),
  });

  it('are never shared, whatever the document names, and always legal', () => {
    fc.assert(
      fc.property(all, (pairs) => {
        const given = pairs.map(([one, two]) => argument(one, two));
        const named = nameArguments(given);
        expect(named.size).toBe(given.length);
        expect(new Set([...named.keys()].map((name) => name.toLowerCase())).size).toBe(given.length);
        for (const name of named.keys()) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/u);
        expect(new Set(named.values())).toEqual(new Set(given));
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('do not depend on the order of the document', () => {
    const shuffled = all.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })),
    );
    const namesOf = (pairs: readonly (readonly [PlannedArgument['in'], string])[]) =>
      [...nameArguments(pairs.map(([one, two]) => argument(one, two)))]
        .map(([name, each]) => JSON.stringify([each.in, each.wireName, name]))
        .toSorted();
    fc.assert(
      fc.property(shuffled, ([before, after]) => {
        expect(namesOf(after)).toEqual(namesOf(before));
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
