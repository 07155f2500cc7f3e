/** What the server tells its operator: one JSON object a line, never a secret. */

type Fields = Readonly<Record<string, unknown>>;

/** pino and its like satisfy it. */
export interface Log {
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

/** What a terminal obeys, and what turns a line around: strangers' words are quoted in the log, and JSON lets these stand. */
const obeyed = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g;

const levels = ['info', 'warn', 'error'] as const;

/** Writes to standard error what is at least as grave as `least`. */
export function stderrLog(least: (typeof levels)[number]): Log {
  const write = (level: (typeof levels)[number]) => (fields: Fields, message: string) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...fields });
    process.stderr.write(`${line.replaceAll(obeyed, escaped)}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A request as the log may tell it: the id of an interaction is in its path, and in the browser's cookies. */
export function toldRequest({ method, path }: { readonly method: string; readonly path: string }) {
  return { method, path: path.replace(/\/(interaction|authorize)\/[^/]+/, '/$1/…') };
}
