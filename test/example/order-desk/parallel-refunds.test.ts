/** Refunds from several processes on one database at once. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrderDesk, openOrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import { searchOrders } from '@granthouse/example-mcp-server/order-desk/order-search';
import { getOrder, type Order } from '@granthouse/example-mcp-server/order-desk/orders';
import type { Refund, RefundRequest } from '@granthouse/example-mcp-server/order-desk/refunds';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

describe('several processes on one database', () => {
  let folder: string;
  let desk: OrderDesk;
  let processes: ChildProcess[];
  let order: Order;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'order-desk-'));
    desk = openOrderDesk({ path: join(folder, 'desk.sqlite') });
    order = getOrder(desk, searchOrders(desk, { status: 'delivered', limit: 1 }).items[0]!.order_id);
    processes = await Promise.all([1, 2, 3, 4].map(() => startProcess(join(folder, 'desk.sqlite'))));
  });
  afterEach(async () => {
    await Promise.all(processes.map(async (child) => (child.disconnect(), once(child, 'exit'))));
    desk.close();
    rmSync(folder, { recursive: true });
  });

  const requestFor = (change: Partial<RefundRequest>): RefundRequest => ({
    order_id: order.order_id,
    amount_minor: 100,
    currency: order.currency,
    reason: 'Scratched on arrival',
    idempotency_key: 'key-0001',
    ...change,
  });
  const askAll = (requests: RefundRequest[]) =>
    Promise.all(
      processes.map(async (child, index) => {
        const answer = once(child, 'message');
        child.send({ caller: 'ada', request: requests[index] });
        return (await answer)[0] as Partial<Refund> & { error?: string };
      }),
    );

  it('make one refund of one key, and each returns it', async () => {
    const answers = await askAll(processes.map(() => requestFor({ amount_minor: order.paid_minor })));
    expect(new Set(answers.map(({ refund_id }) => refund_id))).toEqual(new Set([expect.stringMatching(/^ref_\d+$/)]));
    expect(getOrder(desk, order.order_id).refunds).toHaveLength(1);
  });

  it('never refund more than was paid with different keys', async () => {
    const amount = Math.floor(order.paid_minor / 2);
    const answers = await askAll(
      processes.map((_, index) => requestFor({ amount_minor: amount, idempotency_key: `parallel-${index}` })),
    );
    expect(answers.filter(({ refund_id }) => refund_id !== undefined)).toHaveLength(2);
    const { refunds, refunded_minor, paid_minor } = getOrder(desk, order.order_id);
    expect(refunds).toHaveLength(2);
    expect(refunded_minor).toBeLessThanOrEqual(paid_minor);
  });
});

async function startProcess(path: string): Promise<ChildProcess> {
  const stripTypes = process.features.typescript === false ? ['--experimental-strip-types'] : [];
  const execArgv = ['--conditions=@granthouse/source', '--disable-warning=ExperimentalWarning', ...stripTypes];
  const child = fork(join(import.meta.dirname, 'desk-process.ts'), [path], { execArgv });
  await once(child, 'message');
  return child;
}
