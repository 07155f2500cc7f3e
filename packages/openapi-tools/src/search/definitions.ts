/** How the three tools of the search show themselves (MCP, tools). */
import type { PlannedTool, ToolAnnotations, ToolDefinition } from '../plan/plan.ts';

export interface SearchOptions {
  /** Stands before the names of the three tools, so that two documents can be on one server: none by default. */
  readonly prefix?: string;
  /** What the operations are of, for the model: `this API` by default. */
  readonly about?: string;
}

/** Operations that an answer shows when nothing else is asked for, and at most. */
export const usualCount = 10;
export const highestCount = 50;

const looking: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

const operationName = { type: 'string', description: 'The name of the operation, as it was found.' };

export function findDefinition({ prefix = '', about = 'this API' }: SearchOptions): ToolDefinition {
  return {
    name: `${prefix}find_operations`,
    title: 'Find operations',
    description:
      `Finds operations of ${about} that you may call, the best first, with their names. ` +
      'Without arguments it says which tags there are. Describe an operation before you call it.',
    inputSchema: {
      type: 'object',
      properties: {
        words: { type: 'string', description: 'What the operation does or works on, such as "cancel order".' },
        tag: { type: 'string', description: 'Only operations with this tag.' },
        method: { type: 'string', description: 'Only this HTTP method: GET only reads.' },
        limit: { type: 'integer', minimum: 1, maximum: highestCount, default: usualCount },
        skip: { type: 'integer', minimum: 0, default: 0, description: 'How many of the best to leave out.' },
      },
      additionalProperties: false,
    },
    annotations: looking,
  };
}

export function describeDefinition({ prefix = '', about = 'this API' }: SearchOptions): ToolDefinition {
  return {
    name: `${prefix}describe_operation`,
    title: 'Describe an operation',
    description: `Describes one operation of ${about}: what it does, and the JSON Schema of its arguments.`,
    inputSchema: {
      type: 'object',
      properties: {
        name: operationName,
        argument: { type: 'string', description: 'Only this argument, where the whole is too long.' },
      },
      required: ['name'],
      additionalProperties: false,
    },
    annotations: looking,
  };
}

/** Its hints are those of the worst operation that it can call. */
export function callDefinition(
  { prefix = '', about = 'this API' }: SearchOptions,
  tools: readonly PlannedTool[],
): ToolDefinition {
  const hints = tools.map(({ definition }) => definition.annotations);
  return {
    name: `${prefix}call_operation`,
    title: 'Call an operation',
    description: `Calls one operation of ${about} and answers what it answers. It may change or delete things there.`,
    inputSchema: {
      type: 'object',
      properties: {
        name: operationName,
        arguments: { type: 'object', description: 'The arguments of the operation, as its description has them.' },
      },
      required: ['name'],
      additionalProperties: false,
    },
    annotations: {
      readOnlyHint: hints.every(({ readOnlyHint }) => readOnlyHint),
      destructiveHint: hints.some(({ destructiveHint }) => destructiveHint),
      idempotentHint: hints.every(({ idempotentHint }) => idempotentHint),
      openWorldHint: hints.some(({ openWorldHint }) => openWorldHint),
    },
  };
}
