/** Which parameters become arguments, and how they will be written (OpenAPI 3.1 §4.8.12). */
import { describe, expect, it } from '@jest/globals';
import { onlyTool, placesOf, toolOf, toolsOf } from '../../support/planned-tools.ts';

const text = { schema: { type: 'string' } };
const parameter = (place: string, name: string, more: object = {}) => ({ in: place, name, ...text, ...more });
const propertiesOf = (operation: object, more: object = {}) =>
  toolOf(operation, more).definition.inputSchema['properties'];

describe('parameters', () => {
  // doitintl/doit-mcp-server#225: those of the path were ignored.
  it('of the path hold for its operations, which may say otherwise', () => {
    const tools = toolsOf({
      '/orders/{id}': {
        parameters: [parameter('path', 'id'), parameter('query', 'limit'), parameter('header', 'X-Team')],
        get: {
          parameters: [
            parameter('query', 'limit', { required: true, description: 'How many.' }),
            parameter('header', 'x-team', { required: true }),
          ],
        },
      },
    });
    const { definition, arguments: all } = onlyTool(tools);
    expect([...all.keys()].toSorted()).toEqual(['id', 'limit', 'x_team']);
    expect(definition.inputSchema['required']).toEqual(['id', 'limit', 'x_team']);
    expect(all.get('limit')?.schema).toEqual({ type: 'string', description: 'How many.' });
    expect(tools.problems).toEqual([]);
  });

  it.each([
    ['path', undefined, 'simple', false],
    ['path', 'label', 'label', false],
    ['query', undefined, 'form', true],
    ['query', 'deepObject', 'deepObject', false],
    ['query', 'pipeDelimited', 'pipeDelimited', false],
    ['header', undefined, 'simple', false],
    ['cookie', undefined, 'form', true],
    ['cookie', 'cookie', 'cookie', true],
  ])('in %s of the style %s are written as %s, exploded: %s', (place, given, style, explode) => {
    const declared = parameter(place, 'id', given === undefined ? {} : { style: given });
    const { arguments: all } = onlyTool(toolsOf({ '/x/{id}': { get: { parameters: [declared] } } }));
    expect([...all.values()].find((each) => each.in === place)).toMatchObject({ style, explode });
  });

  it('of a style that their place does not have are written by the default, and reported', () => {
    const { tools, problems } = toolsOf({
      '/orders': { get: { parameters: [parameter('query', 'q', { style: 'simple' })] } },
    });
    expect(tools.get('get_orders')?.arguments.get('q')).toMatchObject({ style: 'form' });
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1orders/get/parameters/0/style' })]);
  });

  it('with a content are written as its media type', () => {
    const content = { 'application/json': { schema: { type: 'object' } } };
    const { arguments: all } = toolOf({ parameters: [{ in: 'query', name: 'filter', content }] });
    expect(all.get('filter')).toMatchObject({ contentType: 'application/json', schema: { type: 'object' } });
  });

  it('take an empty text where the document allows a query without a value', () => {
    const allowEmptyValue = true;
    const parameters = [
      parameter('query', 'flag', { allowEmptyValue, schema: { type: 'boolean' } }),
      parameter('query', 'name', { allowEmptyValue }),
      parameter('header', 'X-Flag', { allowEmptyValue, schema: { type: 'boolean' } }),
    ];
    expect(propertiesOf({ parameters })).toEqual({
      flag: { anyOf: [{ type: 'boolean' }, { type: 'string', maxLength: 0 }] },
      name: { type: 'string' },
      X_Flag: { type: 'boolean' },
    });
  });

  it('say what the parameter and its schema say', () => {
    const schema = { type: 'string', description: 'ISO 4217.', default: 'EUR' };
    const parameters = [
      parameter('query', 'currency', { schema, description: 'Of the price.', deprecated: true, example: 'CZK' }),
      parameter('query', 'state', { examples: { open: { value: 'open' }, closed: { summary: 'nothing' } } }),
    ];
    expect(propertiesOf({ parameters })).toEqual({
      currency: {
        type: 'string',
        description: 'Of the price.\n\nISO 4217.',
        default: 'EUR',
        deprecated: true,
        examples: ['CZK'],
      },
      state: { type: 'string', examples: ['open'] },
    });
  });

  it('that are the whole query stand alone', () => {
    const content = { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } };
    const whole = { in: 'querystring', name: 'filter', content };
    const more = { openapi: '3.2.0' };
    expect(placesOf(toolOf({ parameters: [whole] }, more))).toEqual({ filter: 'querystring filter' });
    const plain = toolOf({ parameters: [{ in: 'querystring', name: 'q', schema: { type: 'object' } }] }, more);
    expect(plain.arguments.get('q')).toMatchObject({
      contentType: 'application/x-www-form-urlencoded',
      schema: { type: 'object' },
    });
    const { skipped } = toolsOf({ '/x': { get: { parameters: [whole, parameter('query', 'q')] } } }, {}, more);
    expect(skipped).toEqual([expect.objectContaining({ found: expect.stringContaining('querystring') })]);
  });
});
