/** Real documents in which something was replaced at random: a plan of them is a plan, or says what is wrong. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openApiTools } from '@granthouse/openapi-tools';
import { refusalOf } from '../../support/planned-tools.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const { resolve } = createRequire(import.meta.url);
const folder = dirname(resolve('@readme/oas-examples/package.json'));
const documents = [
  '3.0/json/petstore',
  '3.0/json/parameters-style',
  '3.0/json/complex-nesting',
  '3.1/json/train-travel',
]
  .concat(['3.0/json/file-uploads', '3.0/json/security-multiple', '3.1/json/schema-types', '3.0/json/server-variables'])
  .map((name) => readFileSync(join(folder, `${name}.json`), 'utf8'));

type Parent = Record<string, unknown>;

/** Every member and element of a document, as what holds it and its key. */
function placesIn(value: unknown, found: [Parent, string][] = []): [Parent, string][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    found.push([value as Parent, key]);
    placesIn(inner, found);
  }
  return found;
}

const values = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'x', '{', '/', '$ref', '__proto__', [], {}, [[]], [null]),
  fc.constantFrom<unknown>({ $ref: '#' }, { $ref: '#/paths' }, { $ref: '#/components/schemas/none' }, { $ref: 7 }),
  fc.constantFrom<unknown>(
    { toString: 1 },
    { type: 'object' },
    { allOf: [{ $ref: '#/components' }] },
    'multipart/mixed',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const damage = fc.array(fc.tuple(fc.nat(), values, fc.boolean()), { minLength: 1, maxLength: 6 });

function damaged(text: string, changes: readonly (readonly [number, unknown, boolean])[]): object {
  const document = JSON.parse(text) as object;
  for (const [at, value, isKey] of changes) {
    const places = placesIn(document);
    const [parent, key] = places[at % places.length] ?? [{}, ''];
    const name = isKey ? (typeof value === 'string' ? value : 'odd') : key;
    const next = isKey ? parent[key] : structuredClone(value);
    // As a parser of JSON would, `__proto__` included.
    Object.defineProperty(parent, name, { value: next, configurable: true, enumerable: true, writable: true });
  }
  return document;
}

describe('a damaged document', () => {
  it('is planned, or refused with a place and a remedy; never anything else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documents), damage, (text, changes) => {
        const document = damaged(text, changes);
        const refusal = refusalOf(() => {
          const { tools, skipped, problems } = openApiTools(document, { server: 'https://api.example.com' });
          expect(JSON.stringify([...tools.values()]).length).toBeLessThan(2_000_000);
          for (const { path, found, remedy } of [...skipped, ...problems]) {
            expect([path, found, remedy]).toEqual([
              expect.stringMatching(/./u),
              expect.stringMatching(/./u),
              expect.stringMatching(/./u),
            ]);
          }
        });
        expect(refusal === undefined || refusal.remedy !== '').toBe(true);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
