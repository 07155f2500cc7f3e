/** Reads a document, up to a size and a time that nobody sensible exceeds. */
import { boundedAnswer } from './bounded-answer.ts';

/** Throws as `readText` does; undefined when the text isn't JSON. */
export const readJson = async (response: Response): Promise<unknown> => parseJson(await readText(response));

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Throws ClientError `too_large`, `timed_out` or `unreachable`. */
export function readText(response: Response, mostBytes = 262_144): Promise<string> {
  return boundedAnswer(response, { mostBytes, timeLimit: 15_000 }).text();
}
