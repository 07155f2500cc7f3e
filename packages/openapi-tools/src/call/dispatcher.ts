/** Runs a call: its arguments are judged, the caller is asked about, the request is written and sent, the answer is read. */
import { isObject } from '../json.ts';
import type { Credentials, ToolsOptions } from '../options.ts';
import type { PlannedTool } from '../plan/plan.ts';
import { requireOwnCredentials } from './own-credentials.ts';
import { readAnswer } from './answer.ts';
import { createArgumentJudge } from './arguments.ts';
import { type CallResult, toolError } from './result.ts';
import { ArgumentError } from './write/argument-error.ts';
import { writeRequest, type WrittenRequest } from './write/request.ts';

export interface Call<Principal> {
  readonly principal: Principal;
  /** Ends the request to the API too. */
  readonly signal?: AbortSignal;
  /** The credential that came with the call: no request to the API may hold it, and no callback sees it. */
  readonly inboundToken?: string;
}

export type Dispatch<Principal> = (tool: PlannedTool, args: unknown, call: Call<Principal>) => Promise<CallResult>;

export function createDispatch<Principal>(options: ToolsOptions<Principal>): Dispatch<Principal> {
  const judge = createArgumentJudge();
  const { fetch = globalThis.fetch, authorize, credentials, timeout } = options;

  return async (tool, args, { principal, signal, inboundToken }) => {
    const { operation } = tool;
    if (authorize && !(await authorize(operation, principal))) return toolError('You may not call this operation.');
    const faults = judge.faultsIn(tool, args);
    if (faults !== undefined || !isObject(args)) return toolError(`The arguments do not fit.\n${faults ?? ''}`);
    let request: WrittenRequest;
    try {
      request = writeRequest(tool, args);
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return toolError(`The arguments do not fit: ${error.message}.`);
    }
    const own = (await credentials?.(operation, principal)) ?? {};
    if (!options.dangerouslyForwardInboundToken) requireOwnCredentials(own, inboundToken);
    addCredentials(request, own);
    const { method, url, headers, body } = request;
    const ends = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal: ends });
    return readAnswer(response, operation);
  };
}

function addCredentials({ headers, url }: WrittenRequest, credentials: Credentials): void {
  for (const [name, value] of Object.entries(credentials.headers ?? {})) headers.set(name, value);
  for (const [name, value] of Object.entries(credentials.query ?? {})) url.searchParams.set(name, value);
}
