/** Judges the arguments of a call by the schema of its tool, within bounds whatever the document or the caller holds (JSON Schema 2020-12). */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type JsonObject } from '../../json.ts';
import type { Log } from '../../options/calls.ts';
import type { PlannedTool } from '../../plan/plan.ts';
import { ArgumentError } from '../write/argument-error.ts';
import { type Compiled, createCompiler } from './compiled.ts';
import { describeFaults } from './faults.ts';
import { withValuesForTexts } from './json-texts.ts';
import { TooMuchWork, withinTime } from './time-limit.ts';
import { deepest, weightOf } from './weight.ts';

/** The arguments as they are sent. Throws ArgumentError, with what is wrong for an agent to mend. */
export type ArgumentJudge = (tool: PlannedTool, args: unknown) => JsonObject;

/** Milliseconds of work, which nothing else in the process can do meanwhile. */
const longest = 500;
/** Characters of arguments that a plain schema judges at once; of those whose faults are all looked for. */
const light = 4096;
const heavy = 65_536;

export function createArgumentJudge(log: Log | undefined): ArgumentJudge {
  const compiledOf = createCompiler(log);

  return (tool, args) => {
    if (!isObject(args)) throw new ArgumentError('- Give one object that holds the arguments by name.');
    const weight = weightOf(args);
    if (weight.depth > deepest) throw new ArgumentError(`- The arguments are nested deeper than ${deepest} levels.`);
    const compiled = compiledOf(tool);
    if (!compiled) return args;
    try {
      const isQuick = compiled.isPlain && weight.characters < light && weight.depth < 10;
      if (isQuick ? compiled.fits(args) : withinTime(longest, () => compiled.fits(args))) return args;
      const judge = weight.characters < heavy ? compiled.thorough() : compiled.fits;
      return withinTime(longest, () => mended(compiled, judge, { tool, args }));
    } catch (error) {
      if (!(error instanceof TooMuchWork || error instanceof RangeError)) throw error;
      log?.warn({ tool: tool.definition.name, characters: weight.characters }, 'arguments took too long to judge');
      throw new ArgumentError('- They take too long to judge. Give shorter or simpler ones.');
    }
  };
}

interface Unfitting {
  readonly tool: PlannedTool;
  readonly args: JsonObject;
}

/** Throws ArgumentError unless texts that are JSON make them fit. */
function mended({ fits }: Compiled, judge: ValidateFunction, { tool, args }: Unfitting): JsonObject {
  const faultsIn = (given: JsonObject) => (judge(given) ? [] : (judge.errors ?? []));
  const faults = faultsIn(args);
  const values = withValuesForTexts(args, faults);
  if (values && fits(values)) return values;
  throw new ArgumentError(describeFaults(values ? faultsIn(values) : faults, tool.argumentSchema));
}
