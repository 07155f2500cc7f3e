/** The process of one generator: makes the tools of one document, and tells what that cost and what they lack. */
import { readFileSync } from 'node:fs';
import { generators } from './generators.ts';
import { lossesOf } from './losses.ts';
import type { Json } from './operations.ts';
import type { Failed, Order, Planned } from './planning.ts';

process.on('disconnect', () => process.exit());
process.on('message', async (order: Order) => process.send?.(await outcomeOf(order)));

async function outcomeOf(order: Order): Promise<Planned | Failed> {
  try {
    return await planned(order);
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return { why: line.slice(0, 200) };
  }
}

async function planned({ generator, file }: Order): Promise<Planned> {
  const generate = await generators[generator]();
  const before = process.cpuUsage();
  const tools = await generate(file);
  const { user, system } = process.cpuUsage(before);
  const list = JSON.stringify({ tools: tools.map(({ shown }) => shown) });
  const document = JSON.parse(readFileSync(file, 'utf8')) as Json;
  return {
    milliseconds: (user + system) / 1000,
    tools: tools.length,
    bytes: Buffer.byteLength(list),
    lost: lossesOf(document, tools),
  };
}
