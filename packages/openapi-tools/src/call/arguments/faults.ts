/** What is wrong with arguments, in the order in which an agent mends it: what is missing, what there isn't, what doesn't fit. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../../json.ts';
import { sentenceOf } from './sentences.ts';
import { typesOf } from './wanted.ts';

const most = 10;

export function describeFaults(faults: readonly ErrorObject[], schema: JsonSchema): string {
  const told = withoutTypesOfEnums([...withoutBranches(faults)]).toSorted((a, b) => rankOf(a) - rankOf(b));
  // Of very many faults those that are not shown are not put into words either.
  const lines = new Set(told.slice(0, 3 * most).map((fault) => sentenceOf(fault, schema)));
  const shown = [...lines].slice(0, most).map((line) => `- ${line}`);
  if (lines.size > most) shown.push(`… and ${told.length - most} more.`);
  return shown.join('\n');
}

function rankOf({ keyword, instancePath }: ErrorObject): number {
  if (keyword === 'required') return instancePath === '' ? 0 : 1;
  return keyword === 'additionalProperties' || keyword === 'unevaluatedProperties' ? 2 : 3;
}

/** What an enumeration says is enough. */
function withoutTypesOfEnums(faults: readonly ErrorObject[]): readonly ErrorObject[] {
  const places = new Set(faults.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath));
  return faults.filter(({ keyword, instancePath }) => keyword !== 'type' || !places.has(instancePath));
}

const isUnion = ({ keyword }: ErrorObject) => keyword === 'anyOf' || keyword === 'oneOf';

/**
 * Of a value that fits no branch of a union, what is wrong in the branch that it comes closest to; where all want
 * another type, one fault that names them all.
 */
function withoutBranches(faults: readonly ErrorObject[]): Set<ErrorObject> {
  const kept = new Set(faults);
  for (const [index, union] of faults.entries()) {
    if (!isUnion(union)) continue;
    const inside = faults.slice(0, index).filter((fault) => kept.has(fault) && isAtOrBelow(fault, union));
    const types = inside.filter((fault) => fault.keyword === 'type' && fault.instancePath === union.instancePath);
    for (const fault of types) kept.delete(fault);
    if (inside.length > types.length) {
      kept.delete(union);
    } else if (types.length > 0) {
      kept.delete(union);
      const type = [...new Set(types.flatMap(typesOf))];
      kept.add({ ...union, keyword: 'type', params: { type } });
    }
  }
  return kept;
}

const isAtOrBelow = (fault: ErrorObject, { instancePath }: ErrorObject) =>
  fault.instancePath === instancePath || fault.instancePath.startsWith(`${instancePath}/`);
