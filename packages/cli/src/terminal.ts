/** Where a command speaks and listens: output, errors, and a password that is never echoed nor taken from an argument. */
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { printableText } from '@granthouse/protocol';

export interface Terminal {
  say(line: string): void;
  complain(line: string): void;
  /** Asks without echo on a terminal, reads the first line of standard input elsewhere. */
  password(question: string): Promise<string>;
  /** All of standard input. */
  input(): Promise<string>;
  /**
   * Lines that somebody pastes, asked for again whenever another is wanted; none where nobody could, no more when
   * `signal` ends the asking. From the first to the last nothing is echoed, in between neither.
   */
  pasted(question: string, signal: AbortSignal): AsyncIterable<string>;
  /** Resolves at the first SIGINT or SIGTERM. */
  stopped(): Promise<void>;
}

export function terminal(): Terminal {
  bearUnheard([process.stdout, process.stderr]);
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    password: (question) => (process.stdin.isTTY ? asked(question) : firstLine()),
    input: () => text(process.stdin),
    pasted: (question, signal) => (process.stdin.isTTY ? hiddenLines(question, signal) : Readable.from([])),
    stopped: () =>
      new Promise((resolve) => {
        // Both stay registered: a second signal while closing must not cut open requests off.
        process.on('SIGINT', () => resolve());
        process.on('SIGTERM', () => resolve());
      }),
  };
}

/**
 * Nobody reads on, as behind `| head`, or there is no room: what was asked for is done all the same, and above all a
 * server goes on without its log. What was not written, though somebody wants it, is a failure of the command.
 */
function bearUnheard(outputs: readonly NodeJS.WriteStream[]): void {
  let isIncomplete = false;
  for (const output of outputs) {
    output.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') isIncomplete = true;
    });
  }
  process.once('exit', () => {
    if (isIncomplete) process.exitCode ||= 1;
  });
}

/** A line of a table: what is stored may have come by another way than a command, whose arguments are judged. */
export function row(cells: readonly string[]): string {
  return cells.map(printableText).join('\t');
}

async function asked(question: string): Promise<string> {
  for await (const line of hiddenLines(question)) return line;
  return '';
}

/** Ends when `signal` ends the asking, or when nothing more can come. */
async function* hiddenLines(question: string, signal?: AbortSignal): AsyncGenerator<string, void> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true, ...(signal && { signal }) });
  // While it asks, the terminal hands the key over, and raises no signal.
  reader.once('SIGINT', () => {
    reader.close();
    process.kill(process.pid, 'SIGINT');
  });
  try {
    // Only now, when the terminal echoes no more: somebody may type at once.
    process.stderr.write(question);
    for await (const line of reader) {
      process.stderr.write('\n');
      yield line;
      process.stderr.write(question);
    }
    process.stderr.write('\n');
  } finally {
    reader.close();
  }
}

async function firstLine(): Promise<string> {
  try {
    for await (const line of createInterface({ input: process.stdin })) return line;
    return '';
  } finally {
    // Whoever writes may never close it, and the command would wait for that.
    process.stdin.destroy();
  }
}
