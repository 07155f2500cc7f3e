/** Real documents with nonsense in places that chance picks: each is planned or refused in words, and whatever is a tool compiles. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openApiTools, OpenApiError } from '@granthouse/openapi-tools';
import { compileInput } from '../../support/planned-schema.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const examples = dirname(createRequire(import.meta.url).resolve('@readme/oas-examples/package.json'));
const documents = ['3.0/json', '3.1/json']
  .flatMap((folder) => readdirSync(join(examples, folder)).map((name) => join(examples, folder, name)))
  .filter((file) => file.endsWith('.json'))
  .map((file) => readFileSync(file, 'utf8'));

const names =
  'type properties items allOf anyOf not $ref nullable enum required additionalProperties pattern format minimum default readOnly example $id $anchor $dynamicRef schema content parameters in name style __proto__ constructor prefixItems contains dependentSchemas servers url tags security encoding requestBody responses operationId'.split(
    ' ',
  );
const nonsense = fc.oneof(
  fc.constantFrom<unknown>(null, 7, -1, '', 'x', true, false, [], {}, [null], ['null', 'string'], { $ref: 5 }),
  fc
    .constantFrom('#', '#/%zz', '#/paths', '#/info/title', '#/components/schemas', 'a.json#/b')
    .map(($ref) => ({ $ref })),
  fc.constantFrom({ $id: 'http://[', $dynamicRef: '#a', $anchor: 'a' }, { type: ['object', 'null'], nullable: true }),
);
const damage = fc.record({
  at: fc.nat(100_000),
  member: fc.nat(100),
  name: fc.constantFrom(...names),
  value: nonsense,
});

function holdersIn(value: unknown, found: object[] = []): object[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value);
  for (const each of Object.values(value)) holdersIn(each, found);
  return found;
}

function damaged(
  text: string,
  damages: readonly { at: number; member: number; name: string; value: unknown }[],
): object {
  const document = JSON.parse(text) as object;
  const holders = holdersIn(document);
  for (const { at, member, name, value } of damages) {
    const holder = holders[at % holders.length] ?? document;
    const key =
      (Array.isArray(holder) ? undefined : Object.keys(holder)[member]) ?? (Array.isArray(holder) ? '0' : name);
    Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return document;
}

function faultsOf(document: object): unknown[] {
  try {
    const { tools, skipped, problems } = openApiTools(document, { server: 'https://api.example' });
    for (const tool of tools.values()) compileInput(tool);
    return [...skipped, ...problems].filter(({ path, found, remedy }) => [path, found, remedy].some((each) => !each));
  } catch (error) {
    return error instanceof OpenApiError ? [] : [error];
  }
}

describe('a damaged document', () => {
  it('is planned as far as it can be, or refused in words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.array(damage, { minLength: 1, maxLength: 12 }), (text, damages) => {
        expect(faultsOf(damaged(text, damages))).toEqual([]);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
