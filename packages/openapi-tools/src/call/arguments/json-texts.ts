/** Models often write an object, a list or a number as text. Where the schema takes no text there, it is meant as JSON, and nothing else. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../json.ts';

/** The arguments with values in the place of texts that don't fit; undefined when no such text is JSON. */
export function withValuesForTexts(args: JsonObject, faults: readonly ErrorObject[]): JsonObject | undefined {
  const places = new Set(faults.map(({ instancePath }) => instancePath));
  const values = Object.entries(args).flatMap(([name, text]) => {
    const isWrong = typeof text === 'string' && places.has(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    const value = isWrong ? valueOf(text) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return values.length === 0 ? undefined : { ...args, ...Object.fromEntries(values) };
}

/** A number only when it says the same: one with more digits than a number holds stays a text. */
function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return undefined;
    return typeof value === 'number' && String(value) !== text.trim() ? undefined : value;
  } catch {
    return undefined;
  }
}
