/** What a schema can't say is left out of the tool and reported, and everything else stays. */
import { describe, expect, it } from '@jest/globals';
import { placeOfSchema, planSchema } from '../../support/planned-schema.ts';

describe('a schema as an input shows it', () => {
  const wrong: [string, Record<string, unknown>, string][] = [
    ['a pattern that is none', { pattern: '(' }, 'pattern'],
    ['a type that is none', { type: 'file' }, 'type'],
    ['a format that nobody judges', { format: 'phone' }, 'format'],
    ['a bound in words', { minimum: '1' }, 'minimum'],
    ['an infinite bound', { maximum: Infinity }, 'maximum'],
    ['a length below zero', { minLength: -1 }, 'minLength'],
    ['multipleOf zero', { multipleOf: 0 }, 'multipleOf'],
    ['an empty enumeration', { enum: [] }, 'enum'],
    ['an enumeration that nobody reads', { enum: Array.from({ length: 6000 }, (_, index) => index) }, 'enum'],
    ['required as draft 3 had it', { required: true }, 'required'],
    ['properties in a list', { properties: [] }, 'properties'],
    ['an empty allOf', { allOf: [] }, 'allOf'],
    ['items in words', { items: 'string' }, 'items'],
    ['a description that is no text', { description: 7 }, 'description'],
    ['a default that is no JSON', { default: 10n }, 'default'],
  ];
  it.each(wrong)('leaves out and reports %s', (_title, schema, word) => {
    const planned = planSchema({ ...schema, title: 'Kept' }, { version: '3.1.0' });
    expect(planned.schema).toEqual({ title: 'Kept' });
    expect(planned.problems).toEqual([
      { path: `${placeOfSchema}/${word}`, found: expect.any(String), remedy: expect.stringContaining('must be') },
    ]);
  });

  it.each([
    [String.raw`^[\w-\.]+$`, String.raw`^[\w\-\.]+$`, ['a-b.c', 'a!']],
    [String.raw`^\@\-[\@\-\#]$`, String.raw`^@-[@\-#]$`, ['@-#', '@-a']],
    ['^{[0-9a-f]{4}}$', String.raw`^\{[0-9a-f]{4}\}$`, ['{0af1}', '0af1']],
    [String.raw`^\d{3}-\d{4}$`, String.raw`^\d{3}-\d{4}$`, ['555-1234', '5551234']],
    [String.raw`^]$`, String.raw`^\]$`, [']', '[']],
  ])('writes the pattern %s for the flag u', (pattern, expected, [good, bad]) => {
    const planned = planSchema({ type: 'string', pattern });
    expect(planned.problems).toEqual([]);
    expect(planned.schema).toEqual({ type: 'string', pattern: expected });
    expect([planned.takes(good), planned.takes(bad)]).toEqual([true, false]);
  });

  it('leaves out only the pattern of properties that does not compile', () => {
    const planned = planSchema({ patternProperties: { '^a': { type: 'string' }, '(': { type: 'string' } } });
    expect(planned.schema).toEqual({ patternProperties: { '^a': { type: 'string' } } });
    expect(planned.problems.map(({ path }) => path)).toEqual([`${placeOfSchema}/patternProperties/(`]);
  });

  it('accepts anything where no schema stands, and says so', () => {
    const planned = planSchema({ type: 'object', properties: { a: 'string' } });
    expect(planned.schema).toEqual({ type: 'object', properties: { a: {} } });
    expect(planned.problems[0]?.path).toBe(`${placeOfSchema}/properties/a`);
  });

  it('asks for no name twice', () => {
    expect(planSchema({ required: ['a', 'a'] }).schema).toEqual({ required: ['a'] });
  });
});
