/** The bytes of an answer up to the cap: counted after decompression, so that a small answer can't grow large (RFC 9110 §8.4, §6.4). */
import { causesOf, CallFailure } from '../failure.ts';

export interface Body {
  readonly bytes: Uint8Array;
  /** The cap, when there would have been more. */
  readonly cutAt: number | undefined;
}

interface Reading {
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
}

/** Rejects with CallFailure. */
export async function readBody(response: Response, { maxAnswerBytes, signal }: Reading): Promise<Body> {
  if (!response.body) return { bytes: new Uint8Array(), cutAt: undefined };
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (value === undefined) continue;
      chunks.push(value);
      length += value.length;
      if (length <= maxAnswerBytes) continue;
      // The rest is never asked for: the connection ends here.
      void reader.cancel().catch(() => {});
      return { bytes: joined(chunks, maxAnswerBytes), cutAt: maxAnswerBytes };
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : brokenOff(error, response.status);
  }
  return { bytes: joined(chunks, length), cutAt: undefined };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first?.length === length) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const rest = length - at;
    bytes.set(chunk.length > rest ? chunk.subarray(0, rest) : chunk, at);
    at += Math.min(chunk.length, rest);
  }
  return bytes;
}

function brokenOff(error: unknown, status: number): CallFailure {
  return new CallFailure({
    reason: 'broken_answer',
    text: `The API answered ${status}, but its answer broke off or can not be read.`,
    details: { causes: causesOf(error), status },
  });
}
