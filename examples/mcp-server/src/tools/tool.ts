/** What a tool is here, and the one place where its scopes are asked for and its errors become MCP errors. */
import { randomUUID } from 'node:crypto';
import { missingScopes } from '@granthouse/protocol';
import type { CallToolResult, McpServer, ScopeChallengeHandler, ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import type { OrderDesk } from '../order-desk/database.ts';
import { OrderDeskError } from '../order-desk/order-desk-error.ts';
import { type OrderDeskScope, scopeImplications } from '../scopes.ts';

export interface ToolContext {
  readonly desk: OrderDesk;
  readonly caller: Caller;
  /** Is told of every fault of our own, with the reference that the agent was given. */
  readonly report: (error: unknown, reference: string) => void;
}

export interface ToolAnswer<Structured> {
  /** For hosts that show or read text only; short. */
  readonly text: string;
  readonly structured: Structured;
}

interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Read by an agent that decides whether to call: what it does, when to use it, what to know first. */
  readonly description: string;
  readonly scopes: readonly [OrderDeskScope, ...OrderDeskScope[]];
  readonly annotations: Required<Omit<ToolAnnotations, 'title'>>;
  readonly inputSchema: Input;
  readonly outputSchema: Output;
  run(context: ToolContext, input: z.output<Input>): ToolAnswer<z.input<Output>>;
}

export interface Tool {
  register(server: McpServer, context: ToolContext): void;
}

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { name, title, description, scopes, annotations, inputSchema, outputSchema } = definition;
  const config = { title, description, annotations, inputSchema, outputSchema, scopeChallenge: challenge(scopes) };
  return {
    register(server, context) {
      server.registerTool<Output, z.ZodObject>(name, config, (input) =>
        resultOf(context, () => definition.run(context, input as z.output<Input>)),
      );
    },
  };
}

/** A call without a token lacks every scope: unlike the SDK's requireScopes, this never lets it pass. */
function challenge(scopes: readonly [OrderDeskScope, ...OrderDeskScope[]]): ScopeChallengeHandler {
  return ({ authInfo }) =>
    missingScopes(authInfo?.scopes ?? [], scopes, scopeImplications).length === 0 ? undefined : { scopes };
}

function resultOf(context: ToolContext, run: () => ToolAnswer<Record<string, unknown>>): CallToolResult {
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
