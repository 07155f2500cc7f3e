/** Schemas of tools as functions, made when a tool is first called (ajv, JSON Schema 2020-12). */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';
import type { Log } from '../../options/calls.ts';
import type { PlannedTool } from '../../plan/plan.ts';
import { createPatterns } from './patterns.ts';
import { isPlainSchema } from './plain-schema.ts';
import { withinTime } from './time-limit.ts';

export interface Compiled {
  /** Stops at the first fault. */
  readonly fits: ValidateFunction;
  /** Finds all faults, or the first alone where more takes too long to compile; compiled when arguments first don't fit. */
  readonly thorough: () => ValidateFunction;
  /** Small arguments are judged in no time. */
  readonly isPlain: boolean;
}

/** Milliseconds. */
const longestCompile = 2000;

/** Undefined for a schema that can't be compiled: the API judges then, and the log says so, once. */
export function createCompiler(log: Log | undefined): (tool: PlannedTool) => Compiled | undefined {
  const known = new WeakMap<PlannedTool, Compiled | 'none'>();

  return (tool) => {
    const before = known.get(tool);
    if (before) return before === 'none' ? undefined : before;
    try {
      const compiled = withinTime(longestCompile, () => compile(tool));
      known.set(tool, compiled);
      return compiled;
    } catch (err) {
      known.set(tool, 'none');
      log?.warn({ tool: tool.definition.name, operation: tool.operation.at, err }, 'arguments can not be judged');
      return undefined;
    }
  };
}

function compile({ argumentSchema }: PlannedTool): Compiled {
  const patterns = createPatterns();
  const build = (allErrors: boolean) => {
    // One for each: a schema with an `$id` of its own, or a compilation broken off, is no other tool's matter.
    const ajv = new Ajv2020({
      strict: false,
      logger: false,
      meta: false,
      validateSchema: false,
      // A property named `constructor` is absent where nobody gave it.
      ownProperties: true,
      allErrors,
      verbose: allErrors,
      code: { regExp: patterns.engine },
    });
    addFormats.default(ajv);
    return ajv.compile(argumentSchema);
  };
  const fits = build(false);
  let all: ValidateFunction | undefined;
  return {
    fits,
    thorough() {
      try {
        all ??= withinTime(longestCompile, () => build(true));
      } catch {
        // Once is enough: the first fault does, too.
        all = fits;
      }
      return all;
    },
    isPlain: patterns.arePlain() && isPlainSchema(argumentSchema),
  };
}
