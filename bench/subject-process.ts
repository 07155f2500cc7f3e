/** The process of one measured server: listens on a free port, tells it, and answers what it is asked. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Memory, Question, Surroundings } from './subject.ts';
import { subjects, type SubjectName } from './subjects.ts';

const [name, surroundings] = process.argv.slice(2) as [SubjectName, string];
const subject = await subjects[name](JSON.parse(surroundings) as Surroundings);
const server = createServer(subject.listener).listen(0, '127.0.0.1');
await once(server, 'listening');

process.on('message', async (question: Question) => process.send?.(await answer(question)));
// Whoever started this process has ended.
process.on('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'cpu':
      return cpu();
    case 'memory':
      return memory();
    case 'sweep':
      return subject.sweep?.();
    case 'codes':
      return subject.prepareCodes?.(question.clientIds, question.count);
  }
}

/** Microseconds that this process has used so far, all its threads together. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function memory(): Memory {
  // Twice: what the first one finalises is freed by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}
