/** Reads an answer as JSON, up to a size that nobody sensible exceeds. */
import { ClientError } from '../client-error.ts';

/** Throws ClientError `too_large`; undefined when the text isn't JSON. */
export async function readJson(response: Response, mostBytes = 262_144): Promise<unknown> {
  const text = await readText(response, mostBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Throws ClientError `too_large`. */
export async function readText(response: Response, mostBytes = 262_144): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop ends the answer.
    if (length > mostBytes) throw new ClientError('too_large', `the answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
