/** The options that name a client which was registered by hand; read elsewhere, so that a mistake is said before a client is loaded. */
import type { Given } from '../arguments.ts';
import { UsageError } from '../command-error.ts';

export const clientOptions = ['client-id', 'client-secret', 'issuer', 'port'] as const;

/** Throws a UsageError for what does not go together. */
export function judgeClient({ options, lists }: Given): void {
  const isKey = options['api-key'] !== undefined || lists['header'] !== undefined;
  const { 'client-id': id, 'client-secret': secret, issuer } = options;
  if (id === undefined && (secret ?? issuer) !== undefined) {
    throw new UsageError('--client-secret and --issuer come beside --client-id');
  }
  // Whoever runs an MCP server names any authorization server, their own too (RFC 9728 §7.6).
  if (secret !== undefined && issuer === undefined) {
    throw new UsageError('--client-secret comes beside --issuer URL: who gave the secret, and alone gets to see it');
  }
  if (issuer !== undefined && !/^https?:$/.test(URL.canParse(issuer) ? new URL(issuer).protocol : '')) {
    throw new UsageError('--issuer is the whole address of an authorization server, such as https://auth.example.com');
  }
  const port = options['port'] ?? '1';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new UsageError('--port takes a port from 1 to 65535');
  }
  if (isKey && id !== undefined) {
    throw new UsageError('give a key or headers, or --client-id, not both');
  }
}
