/** An answer that ends: by its size, by its time, and with the reason, whatever the other side goes on to send (CL-15). */
import { ClientError } from '../client-error.ts';
import { shown } from './reach.ts';
import { unreachable } from './unreachable.ts';

export interface AnswerBounds {
  /** For the words of the error, where it is known. */
  readonly from?: URL;
  /** As read: what was packed counts unpacked. */
  readonly mostBytes: number;
  /** Of a stream of events: each costs more to read than it costs to send. */
  readonly mostLines?: number;
  /** Milliseconds from the headers to the end. */
  readonly timeLimit: number;
  /** Hears why the answer broke off; of a stream of events, whether one of them had an id. */
  readonly onBreak?: (why: unknown, seen: { readonly canResume: boolean }) => void;
}

/** Whoever reads it is told `too_large`, `timed_out` or `unreachable`. */
export function boundedAnswer(response: Response, bounds: AnswerBounds): Response {
  const { status, statusText, headers, body } = response;
  if (!body) return response;
  // No program reads the phrase, and one with other characters makes no response (RFC 9112 §4).
  const phrase = /^[\t\x20-\x7e]*$/.test(statusText) ? statusText : '';
  const { mostLines: _lines, ...others } = bounds;
  const bounded = boundedStream(body, isEventStream(headers) ? bounds : others);
  return new Response(bounded, { status, statusText: phrase, headers: [...headers] });
}

/** WHATWG HTML, server-sent events. */
export const isEventStream = (headers: Headers): boolean =>
  /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');

function boundedStream(body: ReadableStream<Uint8Array>, bounds: AnswerBounds): ReadableStream<Uint8Array> {
  const { from, mostBytes, mostLines = Infinity, timeLimit, onBreak } = bounds;
  const reader = body.getReader();
  const breakOff = (why: ClientError) => {
    reader.cancel().catch(() => undefined);
    onBreak?.(why, { canResume });
    return why;
  };
  const refused = (code: 'too_large' | 'timed_out', what: string) =>
    breakOff(new ClientError(code, `${from?.host ?? 'the server'} ${what}`, from && { url: shown(from) }));
  let [canResume, end] = [false, '\n'];
  let length = 0;
  let lines = 0;
  let timer: NodeJS.Timeout;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const stop = () => controller.error(refused('timed_out', 'did not end its answer in time'));
      timer = setTimeout(stop, timeLimit).unref();
    },
    async pull(controller) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        clearTimeout(timer);
        const why = broken(from, cause);
        onBreak?.(why, { canResume });
        throw why;
      });
      if (value) length += value.byteLength;
      if (value && !canResume) [canResume, end] = idIn(end, value);
      if (value && mostLines !== Infinity) lines += linesIn(value);
      if (!done && length <= mostBytes && lines <= mostLines) return controller.enqueue(value);
      clearTimeout(timer);
      const most = length > mostBytes ? `${mostBytes} bytes` : `${mostLines} lines`;
      return done ? controller.close() : controller.error(refused('too_large', `answers more than ${most}`));
    },
    cancel(reason) {
      clearTimeout(timer);
      return reader.cancel(reason);
    },
  });
}

/** Whoever stopped reading knows why; everything else is the connection. */
function broken(from: URL | undefined, cause: unknown): unknown {
  const isOurs = cause instanceof ClientError || (cause as { name?: unknown } | null)?.name === 'AbortError';
  return isOurs || !from ? cause : unreachable(from, cause);
}

/** Whether an event has an id, in a chunk behind the end of the one before; and the end of this one. */
function idIn(before: string, chunk: Uint8Array): [boolean, string] {
  const text = before + Buffer.from(chunk).toString('latin1');
  return [/[\r\n]id:/.test(text), text.slice(-3)];
}

/** Ended as a stream of events ends them (WHATWG HTML, server-sent events). */
function linesIn(chunk: Uint8Array): number {
  let lines = 0;
  for (const byte of chunk) if (byte === 0x0a || byte === 0x0d) lines += 1;
  return lines;
}
