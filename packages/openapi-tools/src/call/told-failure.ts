/** A call that came to nothing as the answer of the tool; what the operator must know goes to the log, under an id that the agent can pass on. */
import { randomUUID } from 'node:crypto';
import type { Log } from '../options/calls.ts';
import { isSafe } from '../plan/annotations.ts';
import type { PlannedTool } from '../plan/plan.ts';
import type { Answer } from './answer/answer.ts';
import { CallFailure, ourFault } from './failure.ts';
import { toolError } from './result.ts';
import { ArgumentError } from './write/argument-error.ts';

/** How far a call came. */
export interface Progress {
  /** From here on the API may have acted. */
  wasSent: boolean;
  status?: number;
  idempotencyKey?: string | undefined;
}

interface Circumstances {
  readonly tool: PlannedTool;
  readonly progress: Progress;
  readonly log: Log | undefined;
  readonly report: ((error: Error) => void) | undefined;
}

export function tellFailure(error: unknown, { tool, progress, log, report }: Circumstances): Answer {
  if (error instanceof ArgumentError) {
    const { message } = error;
    const text = `The arguments do not fit.\n${message.startsWith('- ') ? message : `- ${message}.`}`;
    return { result: toolError(text), reason: 'wrong_arguments' };
  }
  const failure = error instanceof CallFailure ? error : ourFault(error, 'a call failed');
  const sentences = [failure.text, ...consequences(failure, tool, progress)];
  if (failure.details) {
    const id = randomUUID();
    const operation = `${tool.operation.method} ${tool.operation.path}`;
    const { what = 'the API could not be called', ...details } = failure.details;
    log?.warn({ id, operation, ...details }, String(what));
    const { err, causes = [] } = details;
    const words = [`${operation}: ${String(what)}`, ...(causes as readonly string[])].join('; ');
    tellOperator(err instanceof Error ? err : new Error(words), report);
    sentences.push(`Whoever runs this server finds the details under the id ${id}.`);
  }
  return { result: toolError(sentences.join(' ')), reason: failure.reason };
}

/** Whether to call again: an unsafe call that was sent may have been carried out. */
function consequences({ reason, wasNotSent }: CallFailure, { operation }: PlannedTool, progress: Progress): string[] {
  if (reason === 'not_allowed' || reason === 'cancelled') return [];
  if (wasNotSent || !progress.wasSent) return ['Nothing was done. Try again later.'];
  if (isSafe(operation.method)) return ['Try again later.'];
  const key = progress.idempotencyKey;
  if (key !== undefined)
    return [`It may have been carried out. Calling again with the idempotency key ${key} does it once.`];
  return ['It may have been carried out nevertheless: look before you call again.'];
}

/** Whoever is told changes no answer. */
function tellOperator(error: Error, report: Circumstances['report']): void {
  try {
    report?.(error);
  } catch {}
}
