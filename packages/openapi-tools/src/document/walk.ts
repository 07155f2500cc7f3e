/** Every object of a document that may hold a schema, each once, without recursion: circles of values are refused here, so that later walks end. */
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
  /** Called for each object on the way down; what it gives is the state of what stands below. Undefined: nothing there matters. */
  enter(value: object, above: readonly Step<State>[], key: string): State | undefined;
}

const deepest = 1000;

/** Throws OpenApiError for an object that contains itself, and for one that is nested too deep. */
export function walk<State>(document: object, at: string, { start, enter }: Visitor<State>): void {
  const seen = new Set<object>();
  const way: Step<State>[] = [];
  const descend = (value: object, key: string, state: State): void => {
    seen.add(value);
    way.push({ value, key, keys: Object.keys(value), state, next: 0 });
  };
  descend(document, '', start);
  for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
    const key = step.keys[step.next];
    step.next += 1;
    if (key === undefined) {
      way.pop();
      continue;
    }
    const value: unknown = (step.value as Readonly<Record<string, unknown>>)[key];
    if (typeof value !== 'object' || value === null) continue;
    if (seen.has(value)) {
      if (way.some((above) => above.value === value)) throw endless(pointerTo(at, way, key));
      continue;
    }
    if (way.length === deepest) throw tooDeep(pointerTo(at, way.slice(0, 8), '…'));
    const state = enter(value, way, key);
    if (state !== undefined) descend(value, key, state);
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
