/** What the calls in a body need, known before any of them runs: the 1.x SDK has no scopes for tools (MCP authorization, scope challenge). */
import { z } from 'zod';
import type { OrderDeskScope } from '../scopes.ts';
import { tools } from '../tools/order-desk-tools.ts';

const toolCall = z.object({ method: z.literal('tools/call'), params: z.object({ name: z.string() }) });
const scopesOf = new Map(tools.map(({ name, scopes }) => [name, scopes]));

/** The scopes of one message or of a whole batch (JSON-RPC 2.0 §6); what is no call of a known tool needs none. */
export function neededScopes(body: unknown): OrderDeskScope[] {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  return messages.flatMap((message) => scopesOf.get(toolCall.safeParse(message).data?.params.name ?? '') ?? []);
}
