/** What a tool is here, for either line of the SDK, and the one place where its errors become MCP errors. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { OrderDeskError } from '../order-desk/order-desk-error.ts';
import type { OrderDeskScope } from '../scopes.ts';
import type { ToolContext } from './context.ts';

export interface ToolAnswer<Structured> {
  /** For hosts that show or read text only; short. */
  readonly text: string;
  readonly structured: Structured;
}

/** What tools/list shows, and the scopes that a call needs. */
interface ToolDescription<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Read by an agent that decides whether to call: what it does, when to use it, what to know first. */
  readonly description: string;
  readonly scopes: readonly [OrderDeskScope, ...OrderDeskScope[]];
  readonly annotations: Record<'readOnlyHint' | 'destructiveHint' | 'idempotentHint' | 'openWorldHint', boolean>;
  readonly inputSchema: Input;
  readonly outputSchema: Output;
}

interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> extends ToolDescription<Input, Output> {
  run(context: ToolContext, input: z.output<Input>): ToolAnswer<z.input<Output>>;
}

/** A CallToolResult of both lines. */
// oxlint-disable-next-line typescript/consistent-type-definitions -- an interface has no index signature, which both ask for
export type ToolResult = {
  content: Array<{ type: 'text'; text: string }>;
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
};

export interface Tool extends ToolDescription<z.ZodObject, z.ZodObject> {
  /** `input` as the schema gave it: the SDK has checked it. Never throws. */
  call(context: ToolContext, input: Record<string, unknown>): ToolResult;
}

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { run, ...description } = definition;
  return {
    ...description,
    call: (context, input) => resultOf(context, () => run(context, input as z.output<Input>)),
  };
}

function resultOf(context: ToolContext, run: () => ToolAnswer<Record<string, unknown>>): ToolResult {
  try {
    const { text, structured } = run();
    return { content: [{ type: 'text', text }], structuredContent: structured };
  } catch (error) {
    return { content: [{ type: 'text', text: explain(context, error) }], isError: true };
  }
}

function explain(context: ToolContext, error: unknown): string {
  if (error instanceof OrderDeskError) return `${error.message} ${error.nextStep}`;
  const reference = randomUUID();
  context.report(error, reference);
  return (
    `The order desk failed by a fault of its own (reference ${reference}). ` +
    'Repeat the call once, with exactly the same arguments; if it fails again, stop and give the reference to the person.'
  );
}
