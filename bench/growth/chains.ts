/** Clients that refresh without a pause, each its own family with the newest token: a load that needs nothing prepared. */
import { connectionTo, send } from '../load.ts';
import { codesOf, exchangeOf, refreshOf } from '../loads.ts';
import type { RunningSubject } from '../running-subject.ts';

export interface Chains {
  /** Refreshes until it is told to stop; resolves to what each request waited, in milliseconds. */
  run(isOver: () => boolean): Promise<number[]>;
  close(): void;
}

export async function startChains(subject: RunningSubject, count: number): Promise<Chains> {
  const codes = await codesOf(subject, count);
  const answers = await send(subject.port, codes.map(exchangeOf), 200);
  const chains = codes.map(({ clientId }, index) => ({
    clientId,
    answer: answers[index] ?? '',
    connection: connectionTo(subject.port),
  }));
  return {
    async run(isOver) {
      const waited: number[] = [];
      const work = async (chain: (typeof chains)[number]) => {
        while (!isOver()) {
          const sentAt = performance.now();
          chain.answer = await chain.connection.answerTo(refreshOf(chain.answer, chain.clientId), 200);
          waited.push(performance.now() - sentAt);
        }
      };
      await Promise.all(chains.map(work));
      return waited;
    },
    close: () => chains.forEach(({ connection }) => connection.close()),
  };
}
