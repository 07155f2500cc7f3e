/** Reads a body once, under a limit, so that what was judged is what is handed on (RFC 8259, RFC 9110 §15.5.14). */

/** Its bytes, or a refusal. Of a body that is too long nothing is kept, but all is taken, so that the client reads why. */
export async function readBytes(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | Response> {
  const kept: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.byteLength;
      if (length <= limit) kept.push(chunk);
      else kept.length = 0;
    }
  } catch {
    return refusal(400, 'Parse error: the request body could not be read');
  }
  return length <= limit
    ? joined(kept, length)
    : refusal(413, `Payload Too Large: Request body must not exceed ${limit} bytes`);
}

/** The value that is written there; undefined for what is no JSON. A mark of the byte order is passed over. */
export function parseJson(content: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof content === 'string' ? content : new TextDecoder().decode(content)) as unknown;
  } catch {
    return undefined;
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** In the form of both lines of the MCP SDK. */
function refusal(status: number, message: string): Response {
  const headers = { 'cache-control': 'no-store' };
  return Response.json({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }, { status, headers });
}
