/**
 * Tools that ask the client once before they answer (SEP-2322). To a client of 2025-11-25 the SDK sends the question as
 * a request of the server (sampling/createMessage, elicitation/create, roots/list) and calls the tool again.
 */
import {
  acceptedContent,
  inputRequired,
  type InputRequest,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { completed, completionOf, formOf, listedRoots, nameForm } from '../questions.ts';
import { formWithChoices, formWithDefaults } from './forms.ts';

interface AskingTool {
  readonly description: string;
  /** The name of the one argument, whose value goes into the question. */
  readonly argument?: string;
  readonly key: string;
  readonly question: (words: string) => InputRequest;
  /** Undefined asks again. */
  readonly answer: (context: ServerContext, key: string) => string | undefined;
}

/** Any answer to a form counts, a refusal too. */
const returned = (start: string) => (context: ServerContext, key: string) => {
  const view = inputResponse(context.mcpReq.inputResponses, key);
  if (view.kind !== 'elicit') return undefined;
  return `${start}: action=${view.action}, content=${JSON.stringify(view.content ?? {})}`;
};

const after = (start: string, answer: AskingTool['answer'], end = ''): AskingTool['answer'] => {
  return (context, key) => {
    const text = answer(context, key);
    return text === undefined ? undefined : `${start}${text}${end}`;
  };
};

const account = {
  type: 'object' as const,
  properties: { username: { type: 'string' as const }, email: { type: 'string' as const } },
  required: ['username', 'email'],
};

const tools: Record<string, AskingTool> = {
  test_sampling: {
    description: 'Asks the client’s model',
    argument: 'prompt',
    key: 'completion',
    question: (prompt) => completionOf(prompt, 100),
    answer: after('LLM response: ', completed),
  },
  test_elicitation: {
    description: 'Asks the person',
    argument: 'message',
    key: 'account',
    question: (message) => inputRequired.elicit({ message, requestedSchema: account }),
    answer: returned('User response'),
  },
  test_elicitation_sep1034_defaults: {
    description: 'Asks the person with a form that is filled in already',
    key: 'form',
    question: () => inputRequired.elicit({ message: 'Is this right?', requestedSchema: formWithDefaults }),
    answer: returned('Elicitation completed'),
  },
  test_elicitation_sep1330_enums: {
    description: 'Asks the person to choose in every way that there is',
    key: 'form',
    question: () => inputRequired.elicit({ message: 'Which ones?', requestedSchema: formWithChoices }),
    answer: returned('Elicitation completed'),
  },
  test_input_required_result_elicitation: {
    description: 'Asks for a name',
    key: 'user_name',
    question: () => formOf('What is your name?', nameForm),
    answer: after('Hello, ', ({ mcpReq }, key) => acceptedContent(mcpReq.inputResponses, key, nameForm)?.name, '!'),
  },
  test_input_required_result_sampling: {
    description: 'Asks the client’s model for a capital',
    key: 'capital_question',
    question: () => completionOf('What is the capital of France?', 100),
    answer: completed,
  },
  test_input_required_result_list_roots: {
    description: 'Asks for the roots',
    key: 'client_roots',
    question: () => inputRequired.listRoots(),
    answer: after('Roots: ', (context, key) => listedRoots(context, key)?.join(', ')),
  },
  test_missing_capability: {
    description: 'Asks the client’s model, and so must refuse clients without one (SEP-2575)',
    key: 'completion',
    question: () => completionOf('Say pong.', 16),
    answer: completed,
  },
};

export function registerAskingTools(server: McpServer): void {
  for (const [name, { description, argument, key, question, answer }] of Object.entries(tools)) {
    const inputSchema = z.object(argument === undefined ? {} : { [argument]: z.string() });
    server.registerTool(name, { description, inputSchema }, (input, context) => {
      const text = answer(context, key);
      if (text !== undefined) return { content: [{ type: 'text', text }] };
      return inputRequired({ inputRequests: { [key]: question(argument === undefined ? '' : input[argument]!) } });
    });
  }
}
