/** What fixture tools and prompts ask in mid-call, and how they read the answers (SEP-2322). */
import { inputRequired, type InputRequest, inputResponse, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** The forms that are asked to be filled in; answers are judged by the same schema. */
export const nameForm = z.object({ name: z.string() });
export const colorForm = z.object({ color: z.string() });
export const contextForm = z.object({ context: z.string() });
export const yesForm = z.object({ ok: z.boolean() });

/** A form for the person. */
export function formOf(message: string, requestedSchema: z.ZodObject): InputRequest {
  return inputRequired.elicit({ message, requestedSchema });
}

/** A message for the client's model. */
export function completionOf(text: string, maxTokens: number): InputRequest {
  return inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens });
}

/** What the client's model said. */
export function completed({ mcpReq }: ServerContext, key: string): string | undefined {
  const view = inputResponse(mcpReq.inputResponses, key);
  if (view.kind !== 'sampling') return undefined;
  const [content] = [view.result.content].flat();
  return content?.type === 'text' ? content.text : JSON.stringify(view.result.content);
}

/** The roots that the client named. */
export function listedRoots({ mcpReq }: ServerContext, key: string): string[] | undefined {
  const view = inputResponse(mcpReq.inputResponses, key);
  return view.kind === 'roots' ? view.roots.map(({ uri }) => uri) : undefined;
}
