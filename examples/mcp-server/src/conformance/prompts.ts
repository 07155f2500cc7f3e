/** Prompts: plain, with arguments that can be completed, with a resource, with a picture, and with a question (SEP-2322). */
import {
  acceptedContent,
  completable,
  inputRequired,
  type McpServer,
  type PromptMessage,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { contextForm, formOf } from './questions.ts';
import { picture } from './samples.ts';

const fromUser = (...contents: PromptMessage['content'][]) => ({
  messages: contents.map((content): PromptMessage => ({ role: 'user', content })),
});
const text = (words: string) => ({ type: 'text' as const, text: words });

const places = ['paris', 'park', 'party'];
const place = completable(z.string(), (start) => places.filter((known) => known.startsWith(start)));

export function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'A text' }, () =>
    fromUser(text('This is a simple prompt for testing.')),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'A picture' }, () =>
    fromUser({ type: 'image', ...picture }, text('Please analyze the image above.')),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Two arguments', argsSchema: z.object({ arg1: place, arg2: z.string() }) },
    ({ arg1, arg2 }) => fromUser(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' };
      return fromUser({ type: 'resource', resource }, text('Please process the embedded resource above.'));
    },
  );
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks for its context' }, ({ mcpReq }) => {
    const filledIn = acceptedContent(mcpReq.inputResponses, 'user_context', contextForm);
    if (filledIn !== undefined) return fromUser(text(`Use the following context: ${filledIn.context}`));
    return inputRequired({
      inputRequests: { user_context: formOf('What context should the prompt use?', contextForm) },
    });
  });
}
