/** A second process on the order desk's database: opens it, then does the refunds that its parent asks for. */
import { openOrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import { createRefund, type RefundRequest } from '@granthouse/example-mcp-server/order-desk/refunds';

const desk = openOrderDesk({ path: process.argv[2] ?? ':memory:' });

process.on('message', ({ caller, request }: { caller: string; request: RefundRequest }) => {
  process.send?.(attempt(caller, request));
});
process.on('disconnect', () => desk.close());
process.send?.('ready');

function attempt(caller: string, request: RefundRequest): unknown {
  try {
    return createRefund(desk, caller, request).refund;
  } catch (error) {
    return { error: (error as { code?: unknown }).code };
  }
}
