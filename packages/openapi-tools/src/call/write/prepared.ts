/** What of a request is the same in every call of a tool, worked out at its first. */
import type { PlannedBodyPart, PlannedParameter, PlannedTool } from '../../plan/plan.ts';
import { piecesOf } from './path.ts';

export interface Prepared {
  /** With the names of their arguments. */
  readonly parameters: readonly (readonly [string, PlannedParameter])[];
  readonly parts: readonly (readonly [string, PlannedBodyPart])[];
  readonly path: readonly string[];
  /** Of all query and of all cookie parameters. */
  readonly queryNames: ReadonlySet<string>;
  readonly cookieNames: ReadonlySet<string>;
  /** Empty: the document doesn't say. */
  readonly accept: string;
  /** Of every address, as it reads when it was parsed, without a slash at the end. */
  readonly base: string;
}

const known = new WeakMap<PlannedTool, Prepared>();

export function preparedFor(tool: PlannedTool): Prepared {
  const before = known.get(tool);
  if (before) return before;
  const parameters: [string, PlannedParameter][] = [];
  const parts: [string, PlannedBodyPart][] = [];
  for (const [name, each] of tool.arguments) {
    if (each.in === 'body') parts.push([name, each]);
    else parameters.push([name, each]);
  }
  const namesIn = (place: PlannedParameter['in']) =>
    new Set(parameters.flatMap(([, each]) => (each.in === place ? [each.wireName] : [])));
  const prepared: Prepared = {
    parameters,
    parts,
    path: piecesOf(tool.pathTemplate),
    queryNames: namesIn('query'),
    cookieNames: namesIn('cookie'),
    accept: tool.accepts.join(', '),
    base: new URL(tool.server).href.replace(/\/$/u, ''),
  };
  known.set(tool, prepared);
  return prepared;
}
