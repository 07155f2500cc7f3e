/** What the server tells its operator: one JSON object a line, never a secret. */
import { printableJson } from '@granthouse/protocol';

type Fields = Readonly<Record<string, unknown>>;

/** pino and its like satisfy it. */
export interface Log {
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

const levels = ['info', 'warn', 'error'] as const;

/** Writes to standard error what is at least as grave as `least`. */
export function stderrLog(least: (typeof levels)[number]): Log {
  const write = (level: (typeof levels)[number]) => (fields: Fields, message: string) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    process.stderr.write(`${printableJson({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** A request as the log may tell it: the id of an interaction is in its path, and in the browser's cookies. */
export function toldRequest({ method, path }: { readonly method: string; readonly path: string }) {
  return { method, path: path.replace(/\/(interaction|authorize)\/[^/]+/, '/$1/…') };
}
