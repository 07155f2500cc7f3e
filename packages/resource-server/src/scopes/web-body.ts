/** The body of a web request as a gate judges it, read once; the request that is handed on has it again (WHATWG Fetch §5.3). */
import { parseJson, readBytes } from './json-body.ts';
import type { ScopeGate } from './scope-gate.ts';

export interface ReadRequest {
  readonly request: Request;
  /** Undefined for what is no JSON, and for scopes that are known without it. */
  readonly parsedBody?: unknown;
}

/** A Response when the body is too long. */
export async function webBody(request: Request, gate: ScopeGate): Promise<ReadRequest | Response> {
  const { body, method } = request;
  if (gate.maxBodyBytes === undefined || body === null) return { request };
  const bytes = await readBytes(body, gate.maxBodyBytes);
  if (bytes instanceof Response) return bytes;
  return { request: new Request(request, { method, body: bytes }), parsedBody: parseJson(bytes) };
}
