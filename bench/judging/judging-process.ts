/** The process that measures the guard alone: does what it is ordered, answers, and ends with whoever started it. */
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import { jwtVerify } from 'jose';
import { resource, scope } from '../world.ts';
import type { Algorithm, FirstSight, Order, Remembered } from './judging.ts';
import { startMint, type Mint } from './mint.ts';

type Judge = (token: string) => Promise<unknown>;

process.on('disconnect', () => process.exit());
process.on('message', async (order: Order) => process.send?.(await measure(order)));

async function measure(order: Order): Promise<FirstSight | Remembered> {
  if (order.measure === 'first sight') return firstSight(await startMint(order.alg), order);
  return remembered(await startMint('ES256'), order.count);
}

/** Both judge the same tokens in turns. Jose has its key at hand; the guard reads the request, too, and remembers. */
async function firstSight(mint: Mint, { alg, count }: { alg: Algorithm; count: number }): Promise<FirstSight> {
  const { issuer, key } = mint;
  const rules = { issuer, audience: resource, typ: 'at+jwt', algorithms: [alg] };
  const judges = { jose: (token: string) => jwtVerify(token, key, rules), granthouse: guarding(guardOf(mint)) };
  const spent = { jose: 0, granthouse: 0 };
  const turns = 10;
  for (let turn = -turns; turn < turns; turn += 1) {
    const tokens = Array.from({ length: count / turns }, mint.token);
    for (const name of ['jose', 'granthouse'] as const) {
      const microseconds = await cpuOf(tokens, judges[name]);
      // The first half only warms up.
      if (turn >= 0) spent[name] += microseconds;
    }
  }
  return { jose: spent.jose / count, granthouse: spent.granthouse / count };
}

async function remembered(mint: Mint, count: number): Promise<Remembered> {
  // Code that is compiled on the way is no cost of a token: another guard has it compiled.
  const other = guarding(guardOf(mint));
  for (let number = 0; number < 3000; number += 1) await other(mint.token());
  const sample = sampleOf(count / 10);
  const judge = guarding(guardOf(mint));
  const before = heap();
  for (let number = 0; number < count; number += 1) {
    const token = mint.token();
    await judge(token);
    if (number % 10 === 0) sample.keep(token);
  }
  const bytesEach = (heap() - before) / count;
  return { tokens: count, bytesEach, again: (await cpuOf(sample.tokens(), judge)) / (count / 10) };
}

/** Tokens in a place that is as large when it is empty. */
function sampleOf(count: number) {
  const place = Buffer.alloc(count * 1024);
  let kept = 0;
  return {
    keep(token: string): void {
      place.write(token.padEnd(1024), kept * 1024, 'latin1');
      kept += 1;
    },
    tokens: () =>
      Array.from({ length: kept }, (_, index) => place.toString('latin1', index * 1024, (index + 1) * 1024).trimEnd()),
  };
}

function guardOf({ issuer }: Mint): ProtectedResource {
  return protectedResource({ resource, authorizationServers: [issuer], requiredScopes: [scope] });
}

/** The whole judgement of a call. */
function guarding(guard: ProtectedResource): Judge {
  const { host } = new URL(resource);
  return async (token) => {
    const headers: Record<string, string> = { host, authorization: `Bearer ${token}` };
    const outcome = await guard.authenticate({
      method: 'POST',
      url: '/mcp',
      headers: { get: (name) => headers[name] ?? null },
    });
    if (outcome instanceof Response) throw new Error(`a good token was answered with ${outcome.status}`);
  };
}

/** Microseconds, all threads together. */
async function cpuOf(tokens: readonly string[], judge: Judge): Promise<number> {
  const before = process.cpuUsage();
  for (const token of tokens) await judge(token);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
