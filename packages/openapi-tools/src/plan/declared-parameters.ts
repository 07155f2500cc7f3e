/** The parameters that hold for an operation: those of its path, and its own, which replace them (OpenAPI 3.1 §4.8.9.1, §4.8.10.1). */
import { child, type Node } from '../document/node.ts';
import { member, textMember } from '../json.ts';
import { shown } from '../problems.ts';
import type { FoundOperation } from './operations.ts';
import type { Planning } from './planning.ts';

/** By name and place, those of the operation first. Throws OpenApiError for a reference that leads nowhere. */
export function declaredParameters(
  { node, pathItem }: Pick<FoundOperation, 'node' | 'pathItem'>,
  planning: Planning,
): Node[] {
  const known = new Map<string, Node>();
  for (const list of [child(node, 'parameters'), child(pathItem, 'parameters')]) {
    if (list.value !== undefined && !Array.isArray(list.value)) {
      planning.report({ path: list.at, found: shown(list.value), remedy: 'Write the parameters as a list.' });
    }
    const own = new Set<string>();
    const length = Array.isArray(list.value) ? list.value.length : 0;
    for (let index = 0; index < length; index += 1) {
      const parameter = planning.references.follow(child(list, index));
      const key = keyOf(parameter, index);
      if (own.has(key)) planning.report({ path: child(list, index).at, found: 'a parameter twice', remedy });
      else if (!known.has(key)) known.set(key, parameter);
      own.add(key);
    }
  }
  return [...known.values()];
}

const remedy = 'Leave one of them out: the first one holds.';

/** Names of headers have no case (RFC 9110 §5.1). What has no name stays, so that it is complained of. */
function keyOf({ value }: Node, index: number): string {
  const place = member(value, 'in');
  const name = textMember(value, 'name');
  return JSON.stringify([place, place === 'header' ? name?.toLowerCase() : (name ?? index)]);
}
