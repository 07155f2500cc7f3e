/** A document as it is handed in: a value, or a file of JSON or YAML (OpenAPI 3.1 §4.3). */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject, type JsonObject, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';

export type OpenApiVersion = '3.0' | '3.1' | '3.2';

/** `source`: the document, or the file that it stands in, by path or `file:` URL. Throws OpenApiError. */
export function readDocument(source: object | string | URL): JsonObject {
  const value = typeof source === 'string' || source instanceof URL ? parseDocument(textOf(source)) : source;
  if (isObject(value)) return value;
  const remedy = 'Hand in an OpenAPI document: an object with openapi, info and paths.';
  throw new OpenApiError({ path: '#', found: 'no object', remedy });
}

/** Throws OpenApiError for another version, with what converts it. */
export function versionOf(document: JsonObject): OpenApiVersion {
  const version = textMember(document, 'openapi') ?? '';
  const [line] = /^3\.[012](?=\.|$)/u.exec(version) ?? [];
  if (line !== undefined) return line as OpenApiVersion;
  const isSwagger = textMember(document, 'swagger') !== undefined;
  throw new OpenApiError({
    path: isSwagger ? '#/swagger' : '#/openapi',
    found: isSwagger ? 'a Swagger 2.0 document' : JSON.stringify(version),
    remedy: isSwagger
      ? 'Convert it to OpenAPI 3 first: npx swagger2openapi FILE.'
      : 'Granthouse reads OpenAPI 3.0, 3.1 and 3.2.',
  });
}

function parseDocument(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? (JSON.parse(text) as unknown) : (parse(text) as unknown);
  } catch (cause) {
    const remedy = 'Correct the JSON or YAML.';
    throw new OpenApiError({ path: '#', found: (cause as Error).message, remedy }, { cause });
  }
}

function textOf(file: string | URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const remedy = 'Name a file that can be read.';
    throw new OpenApiError({ path: String(file), found: (cause as Error).message, remedy }, { cause });
  }
}
