/** The operations of a document, each with the parameters of its path (OpenAPI 3.1 §4.8.9, §4.8.10). */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject, member, textMember } from '../json.ts';
import type { Operation } from './plan.ts';

export interface FoundOperation {
  readonly operation: Operation;
  /** The operation itself; what it doesn't say of its servers, the path item or the document may. */
  readonly node: Node;
  readonly pathItem: Node;
  /** By name and place, those of the operation before those of the path. */
  readonly parameters: readonly Node[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Throws OpenApiError for a path item or parameter whose reference leads nowhere. */
export function findOperations(references: References): FoundOperation[] {
  const paths = child(references.root, 'paths');
  return Object.keys(isObject(paths.value) ? paths.value : {}).flatMap((path) => {
    const pathItem = references.follow(child(paths, path));
    return methods.flatMap((method) => {
      const node = child(pathItem, method);
      return isObject(node.value) ? [found({ path, method, node, pathItem }, references)] : [];
    });
  });
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly node: Node;
  readonly pathItem: Node;
}

function found({ path, method, node, pathItem }: Place, references: References): FoundOperation {
  const operationId = textMember(node.value, 'operationId');
  const summary = textMember(node.value, 'summary') ?? textMember(pathItem.value, 'summary');
  const description = textMember(node.value, 'description') ?? textMember(pathItem.value, 'description');
  const security = securityOf(member(node.value, 'security') ?? member(references.root.value, 'security'));
  const tags = member(node.value, 'tags');
  const operation: Operation = {
    ...(operationId !== undefined && { operationId }),
    method: method.toUpperCase(),
    path,
    at: node.at,
    tags: Array.isArray(tags) ? tags.map(String) : [],
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    deprecated: member(node.value, 'deprecated') === true,
    security,
    scopes: [...new Set(Object.values(security[0] ?? {}).flat())],
  };
  return { operation, node, pathItem, parameters: parametersOf(node, pathItem, references) };
}

function securityOf(value: unknown): Operation['security'] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .map((schemes) =>
      Object.fromEntries(
        Object.entries(schemes).map(
          ([name, scopes]) => [name, Array.isArray(scopes) ? scopes.map(String) : []] as const,
        ),
      ),
    );
}

function parametersOf(node: Node, pathItem: Node, references: References): Node[] {
  const known = new Map<string, Node>();
  for (const list of [child(node, 'parameters'), child(pathItem, 'parameters')]) {
    const length = Array.isArray(list.value) ? list.value.length : 0;
    for (let index = 0; index < length; index += 1) {
      const parameter = references.follow(child(list, index));
      const key = JSON.stringify([member(parameter.value, 'in'), member(parameter.value, 'name')]);
      if (!known.has(key)) known.set(key, parameter);
    }
  }
  return [...known.values()];
}
