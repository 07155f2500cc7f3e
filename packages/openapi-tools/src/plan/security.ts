/** What the document says of who may call: scopes of operations, and the parameters that carry credentials (OpenAPI 3.1 §4.8.27, §4.8.30). */
import { child, type Node } from '../document/node.ts';
import { isObject, objectOf, textMember, textsIn } from '../json.ts';
import { shown } from '../problems.ts';
import type { Operation } from './plan.ts';
import { followed, type Planning } from './planning.ts';

export interface Security {
  /** The alternatives of an operation: its own, or else those of the document. */
  alternativesOf(operation: Node): Operation['security'];
  /** The scopes of the first alternative that asks for any; none where one of the alternatives asks for nothing at all. */
  scopesOf(alternatives: Operation['security']): readonly string[];
  /** Whether a parameter is where an API key goes: such a one comes from credentials, never from the model. */
  isCredential(place: string, wireName: string): boolean;
}

export function createSecurity(planning: Pick<Planning, 'references' | 'report'>): Security {
  const { references } = planning;
  const schemes = child(child(references.root, 'components'), 'securitySchemes');
  const all = Object.keys(isObject(schemes.value) ? schemes.value : {}).map(
    (name) => [name, followed(child(schemes, name), planning).value] as const,
  );
  const types = new Map(all.map(([name, scheme]) => [name, textMember(scheme, 'type')]));
  const keys = new Set(
    all.flatMap(([, scheme]) =>
      textMember(scheme, 'type') === 'apiKey'
        ? [placeOf(textMember(scheme, 'in') ?? '', textMember(scheme, 'name') ?? '')]
        : [],
    ),
  );
  // Of other types they are roles. A scheme that nobody describes may be one of OAuth.
  const asksForScopes = (name: string) => ['oauth2', 'openIdConnect', undefined].includes(types.get(name));
  const scopesIn = (alternative: Operation['security'][number]) =>
    Object.entries(alternative).flatMap(([name, scopes]) => (asksForScopes(name) ? scopes : []));

  return {
    alternativesOf(operation) {
      const own = child(operation, 'security');
      // An empty line of YAML is null, and says nothing.
      return alternativesIn(
        (own.value ?? undefined) === undefined ? child(references.root, 'security') : own,
        planning,
      );
    },
    scopesOf(alternatives) {
      if (alternatives.some((alternative) => Object.keys(alternative).length === 0)) return [];
      const first = alternatives.map(scopesIn).find((scopes) => scopes.length > 0) ?? [];
      return [...new Set(first)];
    },
    isCredential: (place, wireName) => keys.has(placeOf(place, wireName)),
  };
}

/** Names of headers have no case (RFC 9110 §5.1). */
const placeOf = (place: string, name: string) =>
  JSON.stringify([place, place === 'header' ? name.toLowerCase() : name]);

/** What is meant for one alternative is one: less would be asked for otherwise. */
function alternativesIn({ value, at }: Node, { report }: Pick<Planning, 'report'>): Operation['security'] {
  if (value !== undefined && !Array.isArray(value)) {
    report({ path: at, found: shown(value), remedy: 'Write a list of what each suffices: [{ name: [scopes] }].' });
  }
  return [value]
    .flat()
    .filter(isObject)
    .map((schemes) =>
      objectOf(Object.entries(schemes).map(([name, scopes]) => [name, textsIn([scopes].flat())] as const)),
    );
}
