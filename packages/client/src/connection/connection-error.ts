/** What the SDK throws, as what a host says: each is told apart by its kind, never by its words. */
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { ClientError } from '../client-error.ts';
import { causesOf } from '../network/unreachable.ts';

/** `told`: what the server said, fit to be told. */
export function connectionError(endpoint: URL, cause: unknown, told: (text: string) => string): unknown {
  const { host } = endpoint;
  const own = ownError(cause);
  if (own) return own;
  if (ProtocolError.isInstance(cause)) {
    return new ClientError('tool_failed', `${host} says: ${told(cause.message)}`, { error: String(cause.code) });
  }
  if (SdkError.isInstance(cause) && cause.code === SdkErrorCode.RequestTimeout) {
    return new ClientError('timed_out', `${host} did not answer in time`);
  }
  const status = SdkHttpError.isInstance(cause) ? cause.status : undefined;
  if (status !== undefined && (status === 429 || status >= 500)) {
    return new ClientError('tool_failed', `${host} answers with status ${status}`, { status });
  }
  const what = status === undefined ? 'does not answer' : `answers with status ${status}, and not`;
  return new ClientError('not_mcp', `${host} ${what} as an MCP server`, status === undefined ? {} : { status });
}

/** What the guard threw, or whoever stopped it. */
export const ownError = (error: unknown): unknown =>
  causesOf(error).find((each) => each instanceof ClientError || (each as { name?: unknown }).name === 'AbortError');
