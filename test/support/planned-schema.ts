/** A schema of a document as the input of a tool shows it, compiled as strictly as JSON Schema 2020-12 can be. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';
import { openApiTools, type PlannedTool, type Problem } from '@granthouse/openapi-tools';

/** Where the schema stands in the document of `planSchema`. */
export const placeOfSchema = '#/paths/~1things/post/requestBody/content/application~1json/schema/properties/value';

interface Around {
  readonly version?: string;
  readonly schemas?: object;
  readonly references?: Readonly<Record<string, object>>;
  readonly document?: object;
}

export interface PlannedSchema {
  readonly schema: unknown;
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Whether the argument may have this value. */
  takes(value: unknown): boolean;
}

/** The schema as the member `value` of a body. */
export function planSchema(schema: unknown, around: Around = {}): PlannedSchema {
  const { tools, problems } = openApiTools(documentWith(schema, around), {
    server: 'https://api.example',
    references: around.references ?? {},
  });
  const tool = tools.get('make');
  if (!tool) throw new Error('no tool');
  const validate = compileInput(tool);
  return {
    schema: (tool.definition.inputSchema['properties'] as Record<string, unknown>)['value'],
    definitions: (tool.definition.inputSchema['$defs'] ?? {}) as Record<string, unknown>,
    problems,
    takes: (value) => validate({ value }),
  };
}

export function documentWith(schema: unknown, { version = '3.0.3', schemas = {}, document = {} }: Around = {}): object {
  const body = { type: 'object', properties: { value: schema } };
  const post = { operationId: 'make', requestBody: { content: { 'application/json': { schema: body } } } };
  return {
    openapi: version,
    info: { title: 'Things', version: '1' },
    paths: { '/things': { post: { ...post, responses: {} } } },
    components: { schemas },
    ...document,
  };
}

const ajv = new Ajv2020({ strict: false, strictSchema: true, ownProperties: true });
addFormats.default(ajv);

/** Strictly: a keyword or format that JSON Schema doesn't know throws. */
export function compileInput({ definition }: PlannedTool) {
  return ajv.compile(definition.inputSchema);
}
