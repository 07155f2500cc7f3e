/** Tools that keep state in the client between two rounds, or ask for several things in one (SEP-2322). */
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  inputRequired,
  type InputRequests,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { colorForm, completed, completionOf, formOf, listedRoots, nameForm, yesForm } from '../questions.ts';
import type { Rounds, RoundsCodec } from '../request-state.ts';

const inputSchema = z.object({});
const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });

const everyQuestion = {
  user_name: formOf('What is your name?', nameForm),
  greeting: completionOf('Generate a greeting', 50),
  client_roots: inputRequired.listRoots(),
};

export function registerStateTools(server: McpServer, codec: RoundsCodec): void {
  // The SDK refuses state that was tampered with before the tool is called.
  for (const name of ['test_input_required_result_request_state', 'test_input_required_result_tampered_state']) {
    server.registerTool(name, { description: 'Asks for a yes, and gives state along', inputSchema }, (_, context) =>
      confirm(context, codec),
    );
  }
  server.registerTool(
    'test_input_required_result_multi_round',
    { description: 'Asks twice, and remembers the first answer in its state', inputSchema },
    (_, context) => askTwice(context, codec),
  );
  server.registerTool(
    'test_input_required_result_multiple_inputs',
    { description: 'Asks for a name, a greeting and the roots at once', inputSchema },
    (_, context) => askForAll(context, codec),
  );
  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks for what the client says it can give', inputSchema },
    (_, context) => askWithin(context),
  );
}

async function confirm(context: ServerContext, codec: RoundsCodec) {
  if (context.mcpReq.requestState<Rounds>()?.done === 1) return said('state-ok: the state came back whole');
  const inputRequests = { confirm: formOf('Please confirm', yesForm) };
  return inputRequired({ inputRequests, requestState: await codec.mint({ done: 1 }, context) });
}

async function askTwice(context: ServerContext, codec: RoundsCodec) {
  const { done, name: known } = context.mcpReq.requestState<Rounds>() ?? { done: 0 };
  const name = known ?? acceptedContent(context.mcpReq.inputResponses, 'step1', nameForm)?.name;
  if (done === 0 || name === undefined) {
    const inputRequests = { step1: formOf('Step 1: What is your name?', nameForm) };
    return inputRequired({ inputRequests, requestState: await codec.mint({ done: 1 }, context) });
  }
  const color = acceptedContent(context.mcpReq.inputResponses, 'step2', colorForm)?.color;
  if (done === 1 || color === undefined) {
    const inputRequests = { step2: formOf('Step 2: What is your favorite color?', colorForm) };
    return inputRequired({ inputRequests, requestState: await codec.mint({ done: 2, name }, context) });
  }
  return said(`${name} likes ${color}.`);
}

async function askForAll(context: ServerContext, codec: RoundsCodec) {
  const name = acceptedContent(context.mcpReq.inputResponses, 'user_name', nameForm)?.name;
  const greeting = completed(context, 'greeting');
  const roots = listedRoots(context, 'client_roots');
  if (name !== undefined && greeting !== undefined && roots !== undefined) {
    return said(`${greeting} ${name}, with ${roots.length} roots`);
  }
  return inputRequired({ inputRequests: everyQuestion, requestState: await codec.mint({ done: 1 }, context) });
}

function askWithin({ mcpReq }: ServerContext) {
  if (mcpReq.inputResponses !== undefined) return said('All that was asked for came.');
  // The SDK's type of the envelope names no member.
  const envelope: { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined = mcpReq.envelope;
  const capabilities = envelope?.[CLIENT_CAPABILITIES_META_KEY];
  const inputRequests: InputRequests = {};
  if (capabilities?.elicitation) inputRequests['user_name'] = everyQuestion.user_name;
  if (capabilities?.sampling) inputRequests['greeting'] = everyQuestion.greeting;
  if (capabilities?.roots) inputRequests['client_roots'] = everyQuestion.client_roots;
  return Object.keys(inputRequests).length === 0
    ? said('There is nothing to ask for.')
    : inputRequired({ inputRequests });
}
