/** The placeholders of a path, odd ones too (OpenAPI 3.1 §4.8.8.1). */
import { describe, expect, it } from '@jest/globals';
import { onlyTool, placesOf, toolsOf } from '../../support/planned-tools.ts';

const parameter = (place: string, name: string, more: object = {}) => ({
  in: place,
  name,
  schema: { type: 'string' },
  ...more,
});

describe('path parameters', () => {
  it('that a path asks for and nobody declared are required texts', () => {
    const { arguments: all, definition } = onlyTool(toolsOf({ '/teams/{teamId}/x': { get: {} } }));
    expect(all.get('teamId')).toEqual({
      in: 'path',
      wireName: 'teamId',
      required: true,
      schema: { type: 'string' },
      style: 'simple',
      explode: false,
      allowReserved: false,
      severalSegments: false,
    });
    expect(definition.inputSchema['required']).toEqual(['teamId']);
  });

  it('of a path that has no place for them are reported and left out', () => {
    const { problems, tools } = toolsOf({ '/orders': { get: { parameters: [parameter('path', 'id')] } } });
    expect(tools.get('get_orders')?.arguments.size).toBe(0);
    expect(problems).toEqual([
      expect.objectContaining({ path: '#/paths/~1orders/get/parameters/0', found: expect.stringContaining('/orders') }),
    ]);
  });

  it.each([
    ['/a/{b}{c}', { b: 'path b', c: 'path c' }],
    ['/a/{b}.{c}', { b: 'path b', c: 'path c' }],
    ['/a/{b}:cancel', { b: 'path b' }],
    ['/{b}/{b}', { b: 'path b' }],
    ['/files/{+p}', { p: 'path +p' }],
    ['/files/{p*}', { p: 'path p*' }],
    ['/files/{p+}', { p: 'path p+' }],
    ['/files/{*p}', { p: 'path *p' }],
    ['/files/{*}', { path_rest: 'path *' }],
    ['/a/{b:int}', { b_int: 'path b:int' }],
    ['/a#only-here', {}],
  ])('of the template %s are %j', (path, places) => {
    expect(placesOf(onlyTool(toolsOf({ [path]: { get: {} } })))).toEqual(places);
  });

  it.each(['/files/{+p}', '/files/{p*}', '/files/{*}'])('of %s take several segments', (path) => {
    const { arguments: all } = onlyTool(toolsOf({ [path]: { get: {} } }));
    expect([...all.values()]).toEqual([expect.objectContaining({ severalSegments: true })]);
  });

  it('of several segments say so, unless the document says what they are', () => {
    const { arguments: all } = onlyTool(toolsOf({ '/files/{*}': { get: {} } }));
    expect(all.get('path_rest')?.schema).toEqual({ type: 'string', description: 'One or more segments of the path.' });
  });

  it('take what is declared for a placeholder with a sign of its framework', () => {
    const declared = parameter('path', 'p', { description: 'A file.' });
    const { arguments: all } = onlyTool(toolsOf({ '/files/{+p}': { get: { parameters: [declared] } } }));
    expect(all.get('p')?.schema).toEqual({ type: 'string', description: 'A file.' });
  });

  it('are declared by the whole name before any part of it', () => {
    const parameters = [parameter('path', '*', { description: 'The rest.' }), parameter('path', 'id')];
    const { arguments: all } = onlyTool(toolsOf({ '/{id}/{*}': { get: { parameters } } }));
    expect(all.get('path_rest')?.schema).toEqual({ type: 'string', description: 'The rest.' });
  });

  it.each([
    ['/x/{', 'a brace'],
    ['/x/}', 'a brace'],
    ['/x/{}', 'a brace'],
    ['/x/{a{b}}', 'a brace'],
    ['x/{a}', 'without a slash'],
    ['https://evil.example/x', 'without a slash'],
    ['/x?a={a}', 'a query'],
    ['/x{?a}', 'an operator'],
    ['/x{&a}', 'an operator'],
    ['/x/../y', '".."'],
    ['/x/%2E%2e/y', '".."'],
    [String.raw`/x\..\y`, 'a backslash'],
    ['/x\ty', 'a control character'],
  ])('of the template %j can not be told: it is skipped with the reason', (path, reason) => {
    const { tools, skipped } = toolsOf({ [path]: { get: { operationId: 'odd' } } });
    expect(tools.size).toBe(0);
    expect(skipped).toEqual([
      {
        method: 'GET',
        template: path,
        path: `#/paths/${path.replaceAll('/', '~1')}/get`,
        found: expect.stringContaining(reason),
        remedy: expect.any(String),
      },
    ]);
  });
});
