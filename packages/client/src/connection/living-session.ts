/** The session of a connection for as long as that lives: what is asked in it, and a new one when the server has forgotten it. */
import type { Client } from '@modelcontextprotocol/client';
import { connectionError } from './connection-error.ts';
import { operate, type OperationLimits } from './operation.ts';
import { closeSession, isForgotten, type Opening, openSession, type Session } from './session.ts';

type Work<T> = (client: Client, signal: AbortSignal) => Promise<T>;

export interface LivingSession {
  readonly opened: Session;
  ask<T>(bounds: OperationLimits, work: Work<T>): Promise<T>;
  close(): Promise<void>;
}

export async function liveSession(opening: Opening, stopped?: AbortSignal): Promise<LivingSession> {
  const { endpoint, limits, credential } = opening;
  const asked = async <T>(bounds: OperationLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await operate(bounds, work);
    } catch (cause) {
      throw bounds.signal?.aborted ? cause : connectionError(endpoint, cause, credential.redacted);
    }
  };
  const bounds = { timeLimit: limits.connectTime, signal: stopped };
  const opened = await asked(bounds, (signal) => openSession(opening, signal));
  let session = Promise.resolve(opened);
  const reopened = async (forgotten: Promise<Session>, signal: AbortSignal): Promise<Session> => {
    try {
      return await openSession(opening, signal);
    } catch (cause) {
      // Whoever asks next tries again.
      session = forgotten;
      throw cause;
    }
  };
  return {
    opened,
    ask: (how, work) =>
      asked(how, async (signal) => {
        const current = session;
        const used = await current;
        try {
          return await work(used.client, signal);
        } catch (cause) {
          if (!isForgotten(used, cause)) throw cause;
          if (session === current) session = reopened(current, signal);
          return work((await session).client, signal);
        }
      }),
    close: () => operate({ timeLimit: 5_000 }, async () => closeSession(await session)).catch(() => undefined),
  };
}
