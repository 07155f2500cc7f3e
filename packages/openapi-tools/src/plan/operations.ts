/** The operations of a document; webhooks and callbacks are requests that the API makes, and no tools (OpenAPI 3.1 §4.8.8 to §4.8.10, 3.2 §4.9). */
import { child, type Node } from '../document/node.ts';
import { isObject, member, textMember, textsIn } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import type { Operation, SkippedOperation } from './plan.ts';
import type { Planning } from './planning.ts';

export interface FoundOperation {
  readonly operation: Operation;
  /** The operation itself; what it doesn't say of its servers, the path item or the document may. */
  readonly node: Node;
  readonly pathItem: Node;
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly node: Node;
  readonly pathItem: Node;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
/** The Fetch standard refuses to send them (Fetch §2.2.1). */
const unsendable = new Set(['CONNECT', 'TRACE', 'TRACK']);
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;

/** Two of one operationId are both found, and the second is reported: each must have its own (OpenAPI 3.1 §4.8.10.1). */
export function findOperations(planning: Planning): { found: FoundOperation[]; skipped: SkippedOperation[] } {
  const { references } = planning;
  const paths = child(references.root, 'paths');
  const skipped: SkippedOperation[] = [];
  const found = Object.keys(isObject(paths.value) ? paths.value : {}).flatMap((path) => {
    if (path.startsWith('x-')) return [];
    try {
      const declared = child(paths, path);
      reportSiblings(declared, planning);
      return placesIn(path, references.follow(declared)).flatMap((place) => {
        const problem = problemWith(place);
        if (!problem) return [foundAt(place, planning)];
        skipped.push({ method: place.method, template: path, ...problem });
        return [];
      });
    } catch (error) {
      if (!(error instanceof OpenApiError)) throw error;
      skipped.push({ method: '*', template: path, path: error.path, found: error.found, remedy: error.remedy });
      return [];
    }
  });
  reportTwins(found, planning);
  return { found, skipped };
}

/** What they would mean beside a reference is undefined (OpenAPI 3.1 §4.8.9.1). */
function reportSiblings({ value, at }: Node, { report }: Planning): void {
  const keys = textMember(value, '$ref') === undefined || !isObject(value) ? [] : Object.keys(value);
  const others = keys.filter((key) => key !== '$ref' && !key.startsWith('x-'));
  if (others.length === 0) return;
  const remedy = 'Put it into what the reference leads to: here it is not read.';
  report({ path: at, found: `${others.map(shown).join(', ')} beside a reference`, remedy });
}

function reportTwins(found: readonly FoundOperation[], { report }: Planning): void {
  const known = new Set<string>();
  for (const { operation } of found) {
    const { operationId, at } = operation;
    if (operationId === undefined) continue;
    const remedy = 'Give each operation its own; until then the names of both end with a hash.';
    if (known.has(operationId))
      report({ path: `${at}/operationId`, found: 'an operationId that is there twice', remedy });
    known.add(operationId);
  }
}

function placesIn(path: string, pathItem: Node): Place[] {
  if (!isObject(pathItem.value)) {
    throw new OpenApiError({
      path: pathItem.at,
      found: shown(pathItem.value),
      remedy: 'Describe the path as an object.',
    });
  }
  const more = child(pathItem, 'additionalOperations');
  const fixed = Object.keys(isObject(pathItem.value) ? pathItem.value : {})
    .filter((key) => methods.has(key))
    .map((key) => ({ path, method: key.toUpperCase(), node: child(pathItem, key), pathItem }));
  const additional = Object.keys(isObject(more.value) ? more.value : {}).map((method) => ({
    path,
    method,
    node: child(more, method),
    pathItem,
  }));
  return [...fixed, ...additional];
}

function problemWith({ method, node }: Place): Pick<SkippedOperation, 'path' | 'found' | 'remedy'> | undefined {
  if (!isObject(node.value))
    return { path: node.at, found: 'no object', remedy: 'Describe the operation, or leave it out.' };
  if (unsendable.has(method.toUpperCase())) {
    return { path: node.at, found: `a ${method} request, which fetch never sends`, remedy: 'Leave it out.' };
  }
  if (!token.test(method)) {
    return { path: node.at, found: 'a method that is no token of HTTP', remedy: 'Correct its name.' };
  }
  if (node.at.includes('/additionalOperations/') && methods.has(method.toLowerCase())) {
    const remedy = `Describe it as ${method.toLowerCase()} of the path itself.`;
    return { path: node.at, found: `${method} among the additional operations`, remedy };
  }
  return undefined;
}

function foundAt({ path, method, node, pathItem }: Place, { security, options }: Planning): FoundOperation {
  const operationId = textMember(node.value, 'operationId');
  const summary = textMember(node.value, 'summary') ?? textMember(pathItem.value, 'summary');
  const description = textMember(node.value, 'description') ?? textMember(pathItem.value, 'description');
  const alternatives = security.alternativesOf(node);
  const operation: Operation = {
    ...(operationId !== undefined && { operationId }),
    method,
    path,
    at: node.at,
    tags: textsIn(member(node.value, 'tags')),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    deprecated: member(node.value, 'deprecated') === true,
    security: alternatives,
    scopes: security.scopesOf(alternatives),
  };
  const scopes = options.scopes?.(operation);
  return { operation: scopes ? { ...operation, scopes: [...scopes] } : operation, node, pathItem };
}
