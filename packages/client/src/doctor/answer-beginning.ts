/** The beginning of an answer, however long it is and however slowly it comes: of a stream, up to its first message. */
import { isEventStream } from '../network/bounded-answer.ts';
import { parseJson } from '../network/read-json.ts';
import type { Exchange } from './probe.ts';

/** A document that hosts read is far shorter. */
export const mostBytes = 262_144;
const longest = 5_000;

/** A stream is read as its first message with data (MCP 2025-11-25, transports). Never throws. */
export async function answerBeginning(response: Response): Promise<Pick<Exchange, 'text' | 'json'>> {
  const isStream = isEventStream(response.headers);
  const text = await beginning(response, isStream);
  return { text, json: parseJson((isStream ? dataIn(text) : text) ?? '') };
}

async function beginning({ body }: Response, isStream: boolean): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return '';
  const isEnough = (come: string) => come.length >= mostBytes || (isStream && dataIn(come) !== undefined);
  const decoder = new TextDecoder();
  let text = '';
  // An answer that doesn't end is left where it stands.
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), longest);
  try {
    while (!isEnough(text)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // What came before it broke off is what was seen.
  } finally {
    clearTimeout(timer);
    await reader.cancel().catch(() => undefined);
  }
  return text.slice(0, mostBytes);
}

/** Of the first event that is whole and has data. */
function dataIn(text: string): string | undefined {
  const whole = text.split(/\r?\n\r?\n/).slice(0, -1);
  const data = whole.map((event) => [...event.matchAll(/^data: ?(.*)$/gm)].map(([, line = '']) => line).join('\n'));
  return data.find((each) => each !== '');
}
