/** Schemas that contain themselves in place, such as a base that is one of its own heirs: no value can be judged by them, so the reference back is cut. */
import { child, type Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { isObject } from '../json.ts';
import { type Circles, createCircles } from './circles.ts';

/** `all`: the value must fit what the reference leads to; `any`: it may. */
export type InPlace = 'all' | 'any';

export interface InPlaceReferences {
  /**
   * Whether the reference to `target` that stands in `holder` must be cut. Of a circle it is the reference to a base that
   * lists its heirs, otherwise the one to the place that comes first in words: whoever reads the document in another
   * order cuts the same.
   */
  leadsBack(holder: Node, target: Node, kind: InPlace): boolean;
}

/** How a keyword leads in place; absent: to a part of the value. */
export const inPlaceKeywords: ReadonlyMap<string, InPlace> = new Map([
  ['allOf', 'all'],
  ['anyOf', 'any'],
  ['oneOf', 'any'],
  ['not', 'any'],
  ['if', 'any'],
  ['then', 'any'],
  ['else', 'any'],
  ['dependentSchemas', 'any'],
]);

interface Edge {
  readonly to: string;
  readonly kind: InPlace;
}

export function createInPlaceReferences(references: References): InPlaceReferences {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, readonly Edge[]>();

  function edgesOf(at: string): readonly Edge[] {
    const known = edges.get(at);
    const node = nodes.get(at);
    if (known !== undefined || node === undefined) return known ?? [];
    const targets = targetsIn(node, references);
    for (const [to] of targets) nodes.set(to.at, to);
    const found = targets.map(([to, kind]) => ({ to: to.at, kind }));
    edges.set(at, found);
    return found;
  }

  const bases = createCircles((at) => edgesOf(at).flatMap(({ to, kind }) => (kind === 'all' ? [to] : [])));
  const every = createCircles((at) => edgesOf(at).map(({ to }) => to));
  const isOne = ({ circleOf }: Circles, one: string, other: string) => circleOf(one) === circleOf(other);
  const choices = createCircles((at) =>
    edgesOf(at).flatMap(({ to, kind }) => (kind === 'any' || isOne(bases, at, to) ? [to] : [])),
  );

  return {
    leadsBack(holder, target, kind) {
      for (const node of [holder, target]) nodes.set(node.at, node);
      const isMutual = isOne(kind === 'all' ? bases : choices, holder.at, target.at);
      if (isMutual) return target.at <= holder.at;
      return kind === 'all' && isOne(every, holder.at, target.at);
    },
  };
}

function targetsIn(start: Node, references: References): [Node, InPlace][] {
  const found: [Node, InPlace][] = [];
  const seen = new Set<unknown>();
  const open: [Node, InPlace][] = [[start, 'all']];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, kind] = next;
    // A value that was never walked may contain itself.
    if (seen.has(node.value)) continue;
    seen.add(node.value);
    const target = references.next(node);
    if (target !== undefined) found.push([target, kind]);
    for (const keyword of Object.keys(isObject(node.value) ? node.value : {})) {
      const own = inPlaceKeywords.get(keyword);
      if (own === undefined) continue;
      for (const each of schemasBelow(child(node, keyword), keyword)) open.push([each, kind === 'any' ? kind : own]);
    }
  }
  return found;
}

function schemasBelow(node: Node, keyword: string): Node[] {
  if (Array.isArray(node.value)) return node.value.map((_each, index) => child(node, index));
  if (keyword !== 'dependentSchemas') return [node];
  return Object.keys(isObject(node.value) ? node.value : {}).map((name) => child(node, name));
}
