/** Whether a schema judges small arguments in few steps: of thirty schemas, each of which refers twice to the next, there are a billion (JSON Schema 2020-12 §8.2.3). */
import { isObject, type JsonSchema, member, textMember } from '../../json.ts';
import { mapSubschemas } from '../../schema/subschemas.ts';

const mostSteps = 10_000;
const deepest = 100;

/** False also for one that leads back to itself, whose steps the arguments make. */
export function isPlainSchema({ $defs: definitions, ...root }: JsonSchema): boolean {
  const open = new Set<string>();
  let steps = 0;

  function ends(schema: unknown, depth: number): boolean {
    steps += 1;
    if (steps > mostSteps || depth > deepest) return false;
    if (!isObject(schema)) return true;
    if ('$dynamicRef' in schema) return false;
    let isPlain = true;
    mapSubschemas(schema, (subschema) => {
      isPlain &&= ends(subschema, depth + 1);
      return subschema;
    });
    const reference = textMember(schema, '$ref');
    if (reference === undefined || !isPlain) return isPlain;
    if (open.has(reference)) return false;
    open.add(reference);
    isPlain = ends(member(definitions, reference.replace('#/$defs/', '')), depth + 1);
    open.delete(reference);
    return isPlain;
  }

  return ends(root, 0);
}
