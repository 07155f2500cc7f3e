/**
 * What a server says, judged before it is read by schemas (CL-15): these note each fault on its own, so that some
 * megabytes of small faults would hold up a process for minutes, and take all of its memory.
 */
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ClientError } from '../client-error.ts';
import type { ConnectionLimits } from './limits.ts';
import { currentOperation, type Operation } from './operation.ts';

type Hears = StreamableHTTPClientTransport['onmessage'];

/** Objects in objects; whoever writes or compares them goes down step by step. */
const deepest = 500;

/** Of the parts of an answer, and of all values beside what is free in its form and passes as it came. */
const mostParts = 1_000;
const mostValues = 20_000;
const mostValuesOfTool = 60;
const free = new Set(['structuredContent', '_meta']);

/** Of a server, while one thing is asked of it: each sets off an answer. */
const mostQuestions = 100;

/** Whoever hears the messages of this transport, the SDK's search for a revision too, gets only what can be borne. */
export function judgeMessages(transport: StreamableHTTPClientTransport, host: string, limits: ConnectionLimits): void {
  const questions = new WeakMap<Operation, number>();
  const judge = (message: object) => {
    const operation = currentOperation();
    const asked = (operation && questions.get(operation)) ?? 0;
    const isQuestion = 'method' in message && 'id' in message;
    if (isQuestion && operation) questions.set(operation, asked + 1);
    const problem =
      isQuestion && asked >= mostQuestions ? `asks more than ${mostQuestions} times` : problemOf(message, limits);
    if (problem === undefined) return;
    const why = new ClientError('too_large', `${host} ${problem}`);
    operation?.end(why);
    throw why;
  };
  let hears: Hears;
  Object.defineProperty(transport, 'onmessage', {
    get: () => hears,
    set(next: Hears) {
      hears =
        next &&
        ((...said: Parameters<NonNullable<Hears>>) => {
          judge(said[0]);
          next(...said);
        });
    },
  });
}

function problemOf(message: object, { mostTools }: ConnectionLimits): string | undefined {
  const { result, ...rest } = message as { readonly result?: unknown };
  const { tools, content } = (result ?? {}) as Readonly<Record<string, unknown>>;
  if (lengthOf(tools) > mostTools) return `has more than ${mostTools} tools`;
  if (lengthOf(content) > mostParts) return `answers in more than ${mostParts} parts`;
  if (isTooDeep(message)) return `nests what it says more than ${deepest} deep`;
  const read = Object.entries(Object(result) as object).filter(([name]) => !free.has(name));
  const most = tools === undefined ? mostValues : mostTools * mostValuesOfTool;
  return valuesIn([rest, read], most) > most ? `answers in more than ${most} values` : undefined;
}

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);

/** Of what is asked, too: it is written as it is read, step by step. */
export function isTooDeep(value: unknown, most = deepest): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((each) => isTooDeep(each, most - 1));
}

/** Counts no further than `most`. */
function valuesIn(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const each of Object.values(value)) {
    count += valuesIn(each, most - count);
    if (count > most) break;
  }
  return count;
}
