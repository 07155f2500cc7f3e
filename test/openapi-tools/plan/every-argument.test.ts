/** No argument of a document is lost, and none goes to two places: compared with the documents as others read them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openApiTools } from '@granthouse/openapi-tools';
import { toolsOf } from '../../support/planned-tools.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { operationsOf, type Raw } from '../../support/raw-document.ts';
import { realDocuments } from '../../support/real-documents.ts';

const server = 'https://api.example.com';
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Raw;

describe('every argument', () => {
  it.each(realDocuments)('of the document %s has one name and one place', (_name, file) => {
    const document = read(file);
    const { tools, skipped } = openApiTools(document, { server });
    expect(skipped).toEqual([]);
    const planned = new Map(
      [...tools.values()].map((tool) => [`${tool.operation.method} ${tool.operation.path}`, tool]),
    );
    const raw = operationsOf(document);
    expect([...planned.keys()].toSorted()).toEqual(raw.map(({ method, path }) => `${method} ${path}`).toSorted());
    for (const { method, path, places, body } of raw) {
      const tool = planned.get(`${method} ${path}`);
      const given = [...(tool?.arguments.values() ?? [])];
      const whole = given.filter(({ wireName }) => wireName === undefined);
      const others = given.filter(({ wireName }) => wireName !== undefined);
      expect([method, path, others.map((each) => `${each.in} ${each.wireName}`).toSorted()]).toEqual([
        method,
        path,
        [...places].toSorted(),
      ]);
      expect([path, whole.length]).toEqual([path, body === 'whole' ? 1 : 0]);
      expect(Object.keys(Object(tool?.argumentSchema['properties']) as object)).toEqual([
        ...(tool?.arguments.keys() ?? []),
      ]);
    }
  });

  const name = fc.oneof(
    fc.constantFrom('id', 'ID', 'id_query', 'i-d', 'body', 'path_rest', '*', '__proto__', 'constructor', '$ref'),
    fc.stringMatching(/^[^{}?#\\/\p{Cc}]{1,6}$/u).filter((each) => !/^[.;&*+]|[*+]$/u.test(each)),
    fc.stringMatching(/^[a-b]{64,70}$/u),
  );
  const names = fc.uniqueArray(name, { maxLength: 5 });
  const token = fc.constantFrom('id', 'ID2', 'i-d', 'X-Id', 'constructor', 'body', 'id_header', '__proto__');
  const tokens = fc.uniqueArray(token, { maxLength: 5 });

  it('of any document has one name and one place, whatever order they stand in', () => {
    fc.assert(
      fc.property(names, names, tokens, tokens, names, fc.boolean(), (path, query, header, cookie, body, turned) => {
        const declared = [
          ...query.map((each) => ({ in: 'query', name: each })),
          ...header.map((each) => ({ in: 'header', name: each })),
          ...cookie.map((each) => ({ in: 'cookie', name: each })),
        ];
        const properties = Object.fromEntries(body.map((each) => [each, { type: 'string' }]));
        const schema = { type: 'object', properties };
        const { tools, skipped } = toolsOf({
          [`/${path.map((each) => `{${each}}`).join('/')}`]: {
            post: {
              parameters: turned ? declared.toReversed() : declared,
              ...(body.length > 0 && { requestBody: { required: true, content: { 'application/json': { schema } } } }),
            },
          },
        });
        expect(skipped).toEqual([]);
        const [tool] = tools.values();
        const all = [...(tool?.arguments ?? [])];
        expect(all.map(([, each]) => `${each.in} ${each.wireName}`).toSorted()).toEqual(
          [
            ...path.map((each) => `path ${each}`),
            ...declared.map((each) => `${each.in} ${each.name}`),
            ...body.map((each) => `body ${each}`),
          ].toSorted(),
        );
        expect(new Set(all.map(([each]) => each.toLowerCase())).size).toBe(all.length);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
