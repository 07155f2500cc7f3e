/** The body of a node request as a gate judges it: what a parser read before, or what is read here (MCP Streamable HTTP). */
import type { IncomingMessage } from 'node:http';
import { parseJson, readBytes } from './json-body.ts';
import type { ScopeGate } from './scope-gate.ts';

/**
 * The parsed value, null for what is no JSON, undefined when the gate needs none; a Response when it is too long. What a
 * parser left behind without reading the stream is another body than the one that the SDK would read, so it doesn't count.
 */
export async function incomingBody(message: IncomingMessage, gate: ScopeGate, parsed: unknown): Promise<unknown> {
  if (gate.maxBodyBytes === undefined) return parsed;
  if (message.readableEnded && parsed !== undefined) return isText(parsed) ? (parseJson(parsed) ?? null) : parsed;
  const bytes = await readBytes(message, gate.maxBodyBytes);
  return bytes instanceof Response ? bytes : (parseJson(bytes) ?? null);
}

const isText = (value: unknown): value is string | Uint8Array =>
  typeof value === 'string' || value instanceof Uint8Array;
