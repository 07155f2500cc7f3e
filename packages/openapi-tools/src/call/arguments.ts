/** Judges the arguments of a call by the schema of the tool (JSON Schema 2020-12). */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { default as addFormats } from 'ajv-formats';
import type { PlannedTool } from '../plan/plan.ts';

export interface ArgumentJudge {
  /** Undefined for good arguments, otherwise what is wrong with them, for an agent to mend. */
  faultsIn(tool: PlannedTool, args: unknown): string | undefined;
}

/** Schemas are compiled when a tool is first called. */
export function createArgumentJudge(): ArgumentJudge {
  const compiled = new WeakMap<PlannedTool, ValidateFunction>();

  function judgeOf(tool: PlannedTool): ValidateFunction {
    const known = compiled.get(tool);
    if (known) return known;
    const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
    addFormats.default(ajv);
    const judge = ajv.compile(tool.argumentSchema);
    compiled.set(tool, judge);
    return judge;
  }

  return {
    faultsIn(tool, args) {
      const judge = judgeOf(tool);
      if (judge(args)) return undefined;
      return (judge.errors ?? []).map(sentenceOf).join('\n');
    },
  };
}

function sentenceOf({ instancePath, message, params }: ErrorObject): string {
  const extra = 'additionalProperty' in params ? `: ${String(params['additionalProperty'])}` : '';
  return `${instancePath || 'the arguments'} ${message ?? 'is wrong'}${extra}`;
}
