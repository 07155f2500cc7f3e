/** What the order desk tells its operator: one JSON object a line on standard error, never a secret. */

type Fields = Record<string, unknown>;

/** pino and its like satisfy it. */
export interface Log {
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
}

const write = (level: string) => (fields: Fields, message: string) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};

export const stderrLog: Log = { warn: write('warn'), error: write('error') };

/** What a log line says about an error. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
