/** Sends a flood: registrations that differ, all from one address, at a steady rate and whether the ones before were answered or not. */
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { registrationFrom } from '../loads.ts';
import type { Order } from './flood.ts';

/** Milliseconds between two: 1,000 a second. Sender and server share the machine, so that more would measure the sender. */
const pause = 1;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

process.once('message', async ({ port, count }: Order) => process.send?.(await flood(port, count)));

async function flood(port: number, count: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  const answers: Array<Promise<void>> = [];
  const startedAt = performance.now();
  for (let sent = 0; sent < count; sent += 1) {
    answers.push(
      statusOf(port, sent).then((status) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
      }),
    );
    const early = startedAt + sent * pause - performance.now();
    if (early > 0) await setTimeout(early);
  }
  await Promise.all(answers);
  agent.destroy();
  return statuses;
}

function statusOf(port: number, number: number): Promise<number> {
  const { method, path, headers, body } = registrationFrom('203.0.113.66', 1_000_000 + number);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}
