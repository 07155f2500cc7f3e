/** Takes a step of a connection again and again, each time with another call to the store failing, and holds each answer to 503. */
import { expect } from '@jest/globals';
import { isWrite, type FailingEngine, type Fault } from '../../support/failing-engine.ts';

/** An answer, whether a program or a browser got it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Step<State> {
  /** Everything before, on a store that works. */
  prepare(): Promise<State>;
  take(state: State): Promise<Answer>;
  /** What an honest client or person does after the answer, once the store works again: fails when it didn't get there. */
  goOn(state: State, answer: Answer): Promise<void>;
  /** Whether an answer is right although a call failed. */
  isComplete?(answer: Answer): boolean;
}

/** Resolves to the calls that the step makes. */
export async function failEachCall<State>(engine: FailingEngine, step: Step<State>): Promise<string[]> {
  const calls = await callsOf(engine, step);
  for (const [index, call] of calls.entries()) {
    const whens = isWrite(call) ? (['before', 'after'] as const) : (['before'] as const);
    for (const when of whens) await failOnce(engine, step, { fault: { call: index + 1, when }, name: call });
  }
  return calls;
}

async function callsOf<State>(engine: FailingEngine, step: Step<State>): Promise<string[]> {
  const state = await step.prepare();
  engine.expectFault();
  const answer = await step.take(state);
  const calls = [...engine.calls];
  await step.goOn(state, answer);
  return calls;
}

async function failOnce<State>(
  engine: FailingEngine,
  step: Step<State>,
  { fault, name }: { fault: Fault; name: string },
): Promise<void> {
  const state = await step.prepare();
  engine.expectFault(fault);
  const answer = await step.take(state);
  engine.expectFault();
  const at = `${fault.when} ${name}, call ${fault.call}`;
  if (!step.isComplete?.(answer)) expectUnavailable(answer, at);
  await step.goOn(state, answer).catch((cause: unknown) => {
    throw new Error(`no way on after a failure ${at}`, { cause });
  });
}

/** Nothing of an answer that was being made is left: no redirect, no cookie, no token. */
export function expectUnavailable({ status, headers, body }: Answer, at = ''): void {
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
  expect({
    at,
    status,
    retryAfter: headers.get('retry-after'),
    cacheControl: headers.get('cache-control'),
    location: headers.get('location'),
    cookies: headers.getSetCookie(),
    told: isPage ? /<h1>(.*)<\/h1>/.exec(body)?.[1] : (JSON.parse(body) as { error: string }).error,
  }).toEqual({
    at,
    status: 503,
    retryAfter: '5',
    cacheControl: 'no-store',
    location: null,
    cookies: [],
    told: isPage ? 'This does not work right now' : 'temporarily_unavailable',
  });
}

export async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}
