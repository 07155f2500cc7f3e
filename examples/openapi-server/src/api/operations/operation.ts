/** What an operation of the API is: where it stands, what it needs, what it takes, what it does. */
import type { OrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import type { z } from 'zod';
import type { ApiScope } from '../../scopes.ts';
import type { Caller } from '../caller.ts';

export interface Context {
  readonly desk: OrderDesk;
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
}

export interface Answer {
  readonly status: 200 | 201;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is JSON; bytes are what `headers` says. */
  readonly body: object | Uint8Array;
}

interface Definition<Input extends z.ZodObject> {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch';
  /** Below the base path, as express has it: `/orders/:order_id`. */
  readonly path: string;
  /** Undefined: everybody who works here may. */
  readonly permission: ApiScope | undefined;
  /** The members of the body, or of the query where there is none, and those of the path. */
  readonly input: Input;
  /** Media types of the body; none by default. */
  readonly consumes?: string;
  run(context: Context, input: z.output<Input>): Answer;
}

export interface Operation extends Omit<Definition<z.ZodObject>, 'run'> {
  /** `sent` is as it came. Throws ZodError, OrderDeskError, ApiError. */
  answer(context: Context, sent: unknown): Answer;
}

export function defineOperation<Input extends z.ZodObject>(definition: Definition<Input>): Operation {
  const { run, ...rest } = definition;
  return { ...rest, answer: (context, sent) => run(context, rest.input.parse(sent)) };
}

export const ok = (body: object): Answer => ({ status: 200, body });
export const created = (body: object): Answer => ({ status: 201, body });
