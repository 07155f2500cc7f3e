/** A `$ref` of a schema as one to `#/$defs/…`; one that no value can be judged by accepts anything (OpenAPI 3.1 §4.8.23, JSON Schema 2020-12 §8.2.3). */
import type { Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { type JsonSchema, textMember } from '../json.ts';
import { OpenApiError, type Problem } from '../open-api-error.ts';
import type { Definitions } from './definitions.ts';
import { createInPlaceReferences, type InPlace } from './in-place.ts';

/** Where the reference stands: in which definition, and undefined when it judges only a part of its value. */
export interface Standing {
  readonly holder: Node;
  readonly inPlace: InPlace | undefined;
}

interface Parts {
  readonly references: References;
  readonly definitions: Definitions;
  readonly report: (problem: Problem) => void;
}

export type Refer = (node: Node, standing: Standing) => JsonSchema;

export function createRefer({ references, definitions, report }: Parts): Refer {
  const { leadsBack } = createInPlaceReferences(references);

  function targetOf(node: Node, written: string): Node | undefined {
    try {
      return references.next(node) ?? references.target(node, written);
    } catch (error) {
      if (!(error instanceof OpenApiError)) throw error;
      report({ path: error.path, found: error.found, remedy: error.remedy });
      return undefined;
    }
  }

  return (node, { holder, inPlace }) => {
    const written = textMember(node.value, '$ref') ?? textMember(node.value, '$dynamicRef');
    if (written === undefined) return {};
    const isStatic = textMember(node.value, '$ref') !== undefined;
    // What it means depends on who refers to the schema around it (JSON Schema 2020-12 §8.2.3.2).
    const isOpen = !isStatic && references.countDynamic(written) > 1;
    const target = isOpen ? undefined : targetOf(node, written);
    const isCircle = target && inPlace !== undefined && leadsBack(holder, target, inPlace);
    if (isOpen) report(unclear(node, 'a $dynamicRef that may lead to several schemas'));
    if (isCircle) report(unclear(node, 'a schema that contains itself in place'));
    return target && !isCircle ? definitions.refer(target) : {};
  };
}

export function unclear({ at }: Node, found: string): Problem {
  return { path: at, found, remedy: 'The tool accepts anything there; say in the document what it takes.' };
}
