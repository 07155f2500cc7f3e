/** Which OpenAPI a document is written in (OpenAPI 3.1 §4.1). */
import { type JsonObject, member } from '../json.ts';
import { OpenApiError, type Problem } from '../open-api-error.ts';
import { shown } from '../problems.ts';

export type OpenApiVersion = '3.0' | '3.1' | '3.2';

/** YAML reads an unquoted version as a number. Throws OpenApiError for another version, with what converts it. */
export function versionOf(document: JsonObject): OpenApiVersion {
  const written = member(document, 'openapi');
  const text = typeof written === 'number' ? written.toFixed(1) : written;
  const [line] = typeof text === 'string' ? (/^3\.[012](?=\.|-|$)/u.exec(text.trim()) ?? []) : [];
  if (line !== undefined) return line as OpenApiVersion;
  if (member(document, 'swagger') !== undefined) {
    const remedy = 'Convert it to OpenAPI 3 first: npx swagger2openapi --outfile openapi.json FILE.';
    throw new OpenApiError({ path: '#/swagger', found: `Swagger ${shown(member(document, 'swagger'))}`, remedy });
  }
  const found = written === undefined ? 'no version' : `version ${shown(written)}`;
  throw new OpenApiError({ path: '#/openapi', found, remedy: 'Granthouse reads OpenAPI 3.0, 3.1 and 3.2.' });
}

const dialects = /^https:\/\/(?:json-schema\.org\/draft\/2020-12\/|spec\.openapis\.org\/oas\/3\.\d\/)/u;

/** Whatever dialect a document names, its schemas are read as those of 2020-12 (OpenAPI 3.1 §4.8.24.5). */
export function judgeDialect(document: JsonObject, report: (problem: Problem) => void): void {
  const dialect = member(document, 'jsonSchemaDialect');
  if (dialect === undefined || (typeof dialect === 'string' && dialects.test(dialect))) return;
  const remedy = 'Schemas are read as JSON Schema 2020-12, and words that it has not are left out: write them so.';
  report({ path: '#/jsonSchemaDialect', found: shown(dialect), remedy });
}
