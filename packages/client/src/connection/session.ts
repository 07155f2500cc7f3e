/** One MCP session: opened at the newest revision that both sides speak, from 2026-07-28 back to 2025-03-26 (MCP, versioning). */
import {
  Client,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { version } from '../version.ts';
import { authorisedFetch, type Bound } from './authorised-fetch.ts';
import { ownError } from './connection-error.ts';
import { judgeMessages } from './judged-messages.ts';
import { currentOperation } from './operation.ts';

export interface Session {
  readonly client: Client;
  readonly transport: StreamableHTTPClientTransport;
}

export interface Opening extends Bound {
  /** What the server hears this client is. */
  readonly name: string;
}

/** Milliseconds before a stream is taken up again: a server may ask for none, or for more than a timer counts to. */
const pause = { least: 500, most: 60_000 };

export async function openSession(opening: Opening, signal: AbortSignal): Promise<Session> {
  try {
    return await attempt(opening, signal);
  } catch (cause) {
    // Older servers stumble over a question that they don't know, or leave it unanswered.
    if (ownError(cause) !== undefined || !isUndecided(cause)) throw cause;
    return attempt(opening, signal, { kind: 'legacy' });
  }
}

async function attempt(opening: Opening, signal: AbortSignal, prior?: { kind: 'legacy' }): Promise<Session> {
  const { endpoint, limits, name } = opening;
  const client = new Client(
    { name, version },
    {
      versionNegotiation: { mode: 'auto', probe: { timeoutMs: limits.connectTime / 3 } },
      // Patterns of strangers can keep a process busy for years: whoever asked for the result judges it.
      jsonSchemaValidator: {
        getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
      },
    },
  );
  const transport = new StreamableHTTPClientTransport(endpoint, {
    fetch: authorisedFetch(opening),
    reconnectionScheduler(reconnect, delay) {
      const timer = setTimeout(reconnect, Math.min(Math.max(delay, pause.least), pause.most));
      const stop = () => clearTimeout(timer);
      const { signal: over } = currentOperation() ?? {};
      if (over?.aborted) stop();
      over?.addEventListener('abort', stop, { once: true });
      return stop;
    },
  });
  judgeMessages(transport, endpoint.host, limits);
  try {
    await client.connect(transport, { signal, timeout: limits.connectTime, ...(prior && { prior }) });
  } catch (cause) {
    await client.close().catch(() => undefined);
    throw cause;
  }
  return { client, transport };
}

const isUndecided = (cause: unknown) =>
  SdkError.isInstance(cause) &&
  (cause.code === SdkErrorCode.EraNegotiationFailed || cause.code === SdkErrorCode.RequestTimeout);

/** A server that has forgotten the session says so by a 404, and a new one is to be opened (MCP 2025-11-25, transports, session management). */
export const isForgotten = ({ transport }: Session, cause: unknown): boolean =>
  transport.sessionId !== undefined && SdkHttpError.isInstance(cause) && cause.status === 404;

/** Tells the server too, where there is something to tell. */
export async function closeSession({ client, transport }: Session): Promise<void> {
  await transport.terminateSession().catch(() => undefined);
  await client.close();
}
