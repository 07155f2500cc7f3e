/** Where a command speaks and listens: output, errors, and a password that is never echoed nor taken from an argument. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Terminal {
  say(line: string): void;
  complain(line: string): void;
  /** Asks without echo on a terminal, reads the first line of standard input elsewhere. */
  password(question: string): Promise<string>;
  /** Resolves at the first SIGINT or SIGTERM. */
  stopped(): Promise<void>;
}

export function terminal(): Terminal {
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    password: (question) => (process.stdin.isTTY ? asked(question) : firstLine()),
    stopped: () =>
      new Promise((resolve) => {
        // Both stay registered: a second signal while closing must not cut open requests off.
        process.on('SIGINT', () => resolve());
        process.on('SIGTERM', () => resolve());
      }),
  };
}

async function asked(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => {
      reader.once('close', () => resolve(''));
      reader.once('line', resolve);
    });
  } finally {
    reader.close();
    process.stderr.write('\n');
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
