/** Every object of a document, each once, without recursion: what is no JSON is refused here, so that all later walks end (RFC 8259). */
import { OpenApiError } from '../open-api-error.ts';
import { tokenOf } from './node.ts';

/** An object or list on the way down, with the keys that are still to be looked at. */
export interface Step<State> {
  readonly value: object;
  readonly key: string;
  readonly keys: readonly string[];
  readonly state: State;
  next: number;
}

export interface Visitor<State> {
  readonly start: State;
  /** Called for each object on the way down; what it gives is the state of what stands below. */
  enter(value: object, above: readonly Step<State>[], key: string): State;
}

const deepest = 1000;

/** Throws OpenApiError for an object that contains itself, and for one that is nested too deep. */
export function walk<State>(document: object, at: string, { start, enter }: Visitor<State>): void {
  const open = new Set<object>();
  const seen = new Set<object>();
  const way: Step<State>[] = [];
  const descend = (value: object, key: string, state: State): void => {
    open.add(value);
    seen.add(value);
    way.push({ value, key, keys: Object.keys(value), state, next: 0 });
  };
  descend(document, '', start);
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const key = step.keys[step.next];
    step.next += 1;
    if (key === undefined) {
      open.delete(step.value);
      way.pop();
      continue;
    }
    const value: unknown = (step.value as Readonly<Record<string, unknown>>)[key];
    if (typeof value !== 'object' || value === null) continue;
    if (open.has(value)) throw endless(pointerTo(at, way, key));
    if (seen.has(value)) continue;
    if (way.length === deepest) throw tooDeep(pointerTo(at, way.slice(0, 8), '…'));
    descend(value, key, enter(value, way, key));
  }
}

export function pointerTo<State>(at: string, above: readonly Step<State>[], key: string): string {
  return [at, ...above.slice(1).map((step) => tokenOf(step.key)), tokenOf(key)].join('/');
}

function endless(path: string): OpenApiError {
  const remedy = 'Hand the document in with its references as they were written: bundle it, do not dereference it.';
  return new OpenApiError({ path, found: 'an object that contains itself', remedy });
}

function tooDeep(path: string): OpenApiError {
  return new OpenApiError({ path, found: `more than ${deepest} levels`, remedy: 'Nest the document less deep.' });
}
