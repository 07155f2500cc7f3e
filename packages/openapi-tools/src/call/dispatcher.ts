/** Runs a call: the caller is asked about, arguments are judged, the request is written, let in and sent, the answer is read. */
import type { ToolsOptions } from '../options.ts';
import type { PlannedTool } from '../plan/plan.ts';
import { type Answer, readAnswer } from './answer/answer.ts';
import { createArgumentJudge } from './arguments/judge.ts';
import { createCredentials } from './credentials.ts';
import { withinDeadline } from './deadline.ts';
import { putIdempotencyKey } from './idempotency-key.ts';
import { observe } from './observer.ts';
import { createPermission } from './permission.ts';
import type { CallResult } from './result.ts';
import { send } from './send.ts';
import { type Progress, tellFailure } from './told-failure.ts';
import { writeRequest } from './write/request.ts';

export interface Call<Principal> {
  readonly principal: Principal;
  /** Ends the request to the API too. */
  readonly signal?: AbortSignal;
  /** The credential that came with the call: no request to the API may hold it, and no callback sees it. */
  readonly inboundToken?: string;
  /** Takes what the operator must know and the caller must not, beside the log. */
  readonly report?: (error: Error) => void;
}

export type Dispatch<Principal> = (tool: PlannedTool, args: unknown, call: Call<Principal>) => Promise<CallResult>;

interface Step<Principal> {
  readonly tool: PlannedTool;
  readonly args: unknown;
  readonly call: Call<Principal>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Never rejects for what a caller sent, the API answered or a function of the operator's threw. */
export function createDispatch<Principal>(options: ToolsOptions<Principal>): Dispatch<Principal> {
  const { log, onCall, timeout } = options;
  const run = createRun(options);

  return async (tool, args, call) => {
    const began = performance.now();
    const progress: Progress = { wasSent: false };
    const limits = { milliseconds: timeout, caller: call.signal };
    let answer: Answer;
    try {
      answer = await withinDeadline(limits, (signal) => run({ tool, args, call, signal, progress }));
    } catch (error) {
      answer = tellFailure(error, { tool, progress, log, report: call.report });
    }
    if (!onCall) return answer.result;
    observe(
      { onCall, log },
      {
        tool: tool.definition.name,
        operation: tool.operation,
        ...(answer.reason !== undefined && { reason: answer.reason }),
        ...(progress.status !== undefined && { status: progress.status }),
        milliseconds: performance.now() - began,
      },
    );
    return answer.result;
  };
}

function createRun<Principal>(options: ToolsOptions<Principal>): (step: Step<Principal>) => Promise<Answer> {
  const { fetch = globalThis.fetch, idempotencyKey, maxAnswerBytes, log } = options;
  const permission = createPermission(options);
  const judge = createArgumentJudge(log);
  const putCredentials = createCredentials(options);

  return async ({ tool, args, call, signal, progress }) => {
    signal.throwIfAborted();
    await permission.require(tool.operation, call.principal);
    const request = writeRequest(tool, judge(tool, args));
    progress.idempotencyKey = putIdempotencyKey(request, idempotencyKey);
    const credentials = await putCredentials(request, tool, call);
    progress.wasSent = !signal.aborted;
    const response = await send(request, { fetch, signal });
    progress.status = response.status;
    return readAnswer(response, { tool, maxAnswerBytes, signal, credentials });
  };
}
