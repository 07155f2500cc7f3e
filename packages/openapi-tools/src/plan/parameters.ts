/** Parameters as they will be written, among them the placeholders that nobody declared (OpenAPI 3.1 §4.8.12). */
import { child, type Node } from '../document/node.ts';
import { isObject, member, textMember } from '../json.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import type { FoundOperation } from './operations.ts';
import type { ParameterStyle, PlannedParameter } from './plan.ts';

const places = ['path', 'query', 'querystring', 'header', 'cookie'] as const;
const defaultStyles = { path: 'simple', query: 'form', querystring: 'form', header: 'simple', cookie: 'form' } as const;
/** Described elsewhere in the document, so that the specification has them ignored here. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** The names between braces of a template, each once. */
function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(/\{(?<name>[^{}]+)\}/gu)].map(([, name = '']) => name))];
}

export function planParameters({ operation, parameters }: FoundOperation, schemas: SchemaReader): PlannedParameter[] {
  const placeholders = placeholdersOf(operation.path);
  const declared = parameters
    .flatMap((node) => planParameter(node, schemas) ?? [])
    .filter(({ in: place, wireName }) => place !== 'path' || placeholders.includes(wireName));
  const undeclared = placeholders
    .filter((name) => !declared.some(({ in: place, wireName }) => place === 'path' && wireName === name))
    .map((wireName) => pathParameter(wireName));
  return [...declared, ...undeclared];
}

function planParameter(node: Node, schemas: SchemaReader): PlannedParameter | undefined {
  const place = places.find((each) => each === member(node.value, 'in'));
  const wireName = textMember(node.value, 'name');
  if (place === undefined || wireName === undefined) return undefined;
  if (place === 'header' && ignoredHeaders.has(wireName.toLowerCase())) return undefined;
  const content = child(node, 'content');
  const [contentType] = isObject(content.value) ? Object.keys(content.value) : [];
  const style = (textMember(node.value, 'style') ?? defaultStyles[place]) as ParameterStyle;
  const explode = member(node.value, 'explode');
  const schema = schemas.read(child(contentType === undefined ? node : child(content, contentType), 'schema'));
  const description = textMember(node.value, 'description');
  return {
    in: place,
    wireName,
    required: place === 'path' || member(node.value, 'required') === true,
    schema: description === undefined ? schema : { ...schema, description },
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'cookie',
    allowReserved: member(node.value, 'allowReserved') === true,
    ...(contentType !== undefined && { contentType }),
    severalSegments: place === 'path' && isSeveralSegments(wireName),
  };
}

function pathParameter(wireName: string): PlannedParameter {
  return {
    in: 'path',
    wireName,
    required: true,
    schema: { type: 'string' },
    style: 'simple',
    explode: false,
    allowReserved: false,
    severalSegments: isSeveralSegments(wireName),
  };
}

const isSeveralSegments = (name: string) => name === '*';
