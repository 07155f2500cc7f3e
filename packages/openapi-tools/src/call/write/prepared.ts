/** What of a request is the same in every call of a tool, worked out at its first. */
import type { PlannedParameter, PlannedTool } from '../../plan/plan.ts';
import { piecesOf } from './path.ts';

export interface Prepared {
  /** With the names of their arguments. */
  readonly parameters: readonly (readonly [string, PlannedParameter])[];
  readonly path: readonly string[];
  /** Of all query and of all cookie parameters. */
  readonly queryNames: ReadonlySet<string>;
  readonly cookieNames: ReadonlySet<string>;
  /** Empty: the document doesn't say. */
  readonly accept: string;
  readonly origin: string;
  /** Without a slash at the end. */
  readonly basePath: string;
}

const known = new WeakMap<PlannedTool, Prepared>();

export function preparedFor(tool: PlannedTool): Prepared {
  const before = known.get(tool);
  if (before) return before;
  const parameters = [...tool.arguments].flatMap(([name, each]) => (each.in === 'body' ? [] : [[name, each] as const]));
  const namesIn = (place: PlannedParameter['in']) =>
    new Set(parameters.flatMap(([, each]) => (each.in === place ? [each.wireName] : [])));
  const { origin, pathname } = new URL(tool.server);
  const prepared: Prepared = {
    parameters,
    path: piecesOf(tool.pathTemplate),
    queryNames: namesIn('query'),
    cookieNames: namesIn('cookie'),
    accept: tool.accepts.join(', '),
    origin,
    basePath: pathname.replace(/\/$/u, ''),
  };
  known.set(tool, prepared);
  return prepared;
}
