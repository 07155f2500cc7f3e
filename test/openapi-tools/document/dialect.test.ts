/** Schemas are read as those of one dialect, whichever the document names. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';

describe('a document', () => {
  it.each([
    ['https://json-schema.org/draft/2020-12/schema', []],
    ['https://spec.openapis.org/oas/3.1/dialect/base', []],
    ['http://json-schema.org/draft-07/schema#', ['#/jsonSchemaDialect']],
    [7, ['#/jsonSchemaDialect']],
  ])('of the dialect %s is read as one of 2020-12', (jsonSchemaDialect, paths) => {
    const { problems } = openApiTools(
      { openapi: '3.1.0', jsonSchemaDialect, paths: { '/a': { get: {} } } },
      { server: 'https://api.example' },
    );
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });
});
