/** What tools say of themselves, and how that is cut. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { shortened } from '../../../packages/openapi-tools/src/plan/shortened.ts';
import { onlyTool, toolOf, toolsOf } from '../../support/planned-tools.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const definitionOf = (operation: object, options: object = {}) =>
  onlyTool(toolsOf({ '/orders': { get: operation } }, options)).definition;

describe('the description of a tool', () => {
  it.each([
    [{ summary: 'List orders', description: 'The newest first.' }, 'List orders\n\nThe newest first.'],
    [{ summary: 'List orders' }, 'List orders'],
    [{ description: 'The newest first.' }, 'The newest first.'],
    [{ summary: 'List orders.', description: 'List orders, the newest first.' }, 'List orders, the newest first.'],
    [{ summary: 'List orders', description: 'List orders' }, 'List orders'],
    [{ summary: 'List orders', deprecated: true }, 'Deprecated.\n\nList orders'],
    [{}, 'GET /orders'],
    [{ deprecated: true, summary: ' ' }, 'Deprecated.\n\nGET /orders'],
  ])('of %j says what the document says', (operation, description) => {
    expect(definitionOf(operation).description).toBe(description);
  });

  it('comes from the path where the operation has none', () => {
    const tools = toolsOf({ '/orders': { summary: 'Orders', description: 'All of them.', get: {} } });
    expect(onlyTool(tools).definition).toMatchObject({ title: 'Orders', description: 'Orders\n\nAll of them.' });
  });

  it('is as long as the option allows, 1,024 characters by default', () => {
    const description = 'Every word of it counts. '.repeat(100);
    expect(definitionOf({ description }).description).toHaveLength(1001);
    expect(definitionOf({ description }, { descriptions: { maxLength: 100 } }).description).toBe(
      `${'Every word of it counts. '.repeat(3)}…`,
    );
  });

  it('has the summary as a title of one line', () => {
    expect(definitionOf({ summary: ' List\n orders ' }).title).toBe('List orders');
    expect(definitionOf({ summary: 'word '.repeat(1000) }).title?.length).toBeLessThanOrEqual(120);
    expect(definitionOf({})).not.toHaveProperty('title');
  });
});

describe('a text that is too long', () => {
  it.each([
    ['after a paragraph', 'One paragraph of words.\n\nAnd another', 'One paragraph of words. …'],
    ['after a sentence', 'One sentence of it. And another one', 'One sentence of it. …'],
    ['after a word', 'Words that have no end of a sentence', 'Words that have no end of a …'],
    ['before a surrogate pair', `${'x'.repeat(27)}😀😀😀`, `${'x'.repeat(27)} …`],
    ['before an open code fence', 'Run this:\n```sh\nnpm install everything', 'Run this: …'],
    ['inside a code fence, which is closed', '```sh\nnpm install everything now\n```', '```sh\nnpm install\n…\n```'],
  ])('is cut %s', (_title, text, cut) => {
    expect(shortened(text, 30)).toBe(cut);
  });

  it('is never longer, never broken inside a character and never leaves a code fence open', () => {
    const piece = fc.constantFrom('a', ' ', '. ', '\n\n', '```', '😀', 'word ', '\n', '\uD83D');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.integer({ min: 40, max: 100 }), (pieces, longest) => {
        const text = pieces.join('').toWellFormed();
        const cut = shortened(text, longest);
        expect(cut.length).toBeLessThanOrEqual(longest);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut === text.trim() || cut.split('```').length % 2 === 1).toBe(true);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});

describe('the schema that a tool shows', () => {
  const shownOf = (schema: object) => {
    const tool = toolOf({ parameters: [{ in: 'query', name: 'a', schema }] });
    return { shown: tool.definition.inputSchema['properties'], judged: tool.argumentSchema['properties'] };
  };

  it('keeps defaults, deprecation and enumerations of a usual length', () => {
    const schema = { type: 'string', default: 'a', deprecated: true, enum: ['a', 'b'], examples: ['a'] };
    expect(shownOf(schema)).toEqual({ shown: { a: schema }, judged: { a: schema } });
  });

  it('cuts descriptions as those of tools are cut', () => {
    const description = 'Every word of it counts. '.repeat(100);
    const schema = { type: 'array', items: { type: 'string', description } };
    const { shown, judged } = shownOf(schema);
    expect(shown).toEqual({
      a: { type: 'array', items: { type: 'string', description: `${'Every word of it counts. '.repeat(40)}…` } },
    });
    expect(judged).toEqual({ a: schema });
  });

  it('names the first values of an enumeration that would fill it, and judges by all', () => {
    const values = Array.from({ length: 600 }, (_each, index) => `value-${index}`);
    const { shown, judged } = shownOf({ type: 'string', enum: values, description: 'A value.' });
    const description = expect.stringMatching(/^A value\.\n\nOne of 600 values, such as "value-0", "value-1", .*"\.$/u);
    expect(shown).toEqual({ a: { type: 'string', description } });
    expect(judged).toEqual({ a: { type: 'string', enum: values, description: 'A value.' } });
  });

  it('has three short examples at most', () => {
    expect(shownOf({ type: 'string', examples: ['a', 'x'.repeat(1000), 'b', 'c', 'd'] }).shown).toEqual({
      a: { type: 'string', examples: ['a', 'b', 'c'] },
    });
    expect(shownOf({ type: 'string', examples: ['x'.repeat(1000)] }).shown).toEqual({ a: { type: 'string' } });
  });
});
