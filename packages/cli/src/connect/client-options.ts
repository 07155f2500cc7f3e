/** The options that name a client which was registered by hand; read elsewhere, so that a mistake is said before a client is loaded. */
import type { Given } from '../arguments.ts';
import { UsageError } from '../command-error.ts';

export const clientOptions = ['client-id', 'client-secret', 'port'] as const;

/** Throws a UsageError for what does not go together. */
export function judgeClient({ options, lists }: Given): void {
  const isKey = options['api-key'] !== undefined || lists['header'] !== undefined;
  if (options['client-secret'] !== undefined && options['client-id'] === undefined) {
    throw new UsageError('--client-secret comes beside --client-id');
  }
  const port = options['port'] ?? '1';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError('--port takes a port from 1 to 65535');
  }
  if (isKey && options['client-id'] !== undefined) {
    throw new UsageError('give a key or headers, or --client-id, not both');
  }
}
