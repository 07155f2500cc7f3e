/** What the server tells its operator: one JSON object a line, never a secret. */

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
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
