/** Tool: give money back, once for each idempotency key. */
import { z } from 'zod';
import { formatMoney } from '../order-desk/money.ts';
import { createRefund, refundSchema } from '../order-desk/refunds.ts';
import { plainText } from './plain-text.ts';
import { defineTool } from './tool.ts';

export const createRefundTool = defineTool({
  name: 'create_refund',
  title: 'Create a refund',
  description: [
    'Gives a customer money back for one order, in part or in full. This moves money and cannot be undone: call it only when a person asked for this refund.',
    'First read currency and refundable_minor with get_order. amount_minor is a whole number in the minor unit: 1250 with EUR is 12.50 EUR, 1250 with JPY is 1250 yen.',
    'Make one idempotency_key for each refund that you intend, and repeat the same key when you repeat a call after a timeout or an unclear answer:',
    'the same key with the same arguments never refunds twice and returns the first refund. The same key with other arguments is an error.',
  ].join(' '),
  scopes: ['refunds:write'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  inputSchema: z.strictObject({
    order_id: z.string().max(64).describe('such as ord_1001'),
    amount_minor: z.int().min(1).max(1_000_000_000).describe('how much, in the minor unit of the currency'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR')
      .describe('the currency of the order; anything else is refused'),
    reason: plainText({ min: 3, max: 300 }).describe('why, in a few words; colleagues and the customer read it'),
    idempotency_key: z
      .string()
      .regex(/^[!-~]{8,128}$/, '8 to 128 visible ASCII characters, such as a UUID')
      .describe('8 to 128 visible ASCII characters, such as a UUID; new for each refund, repeated with each retry'),
  }),
  outputSchema: refundSchema,
  run({ desk, caller }, input) {
    const { refund, repeated } = createRefund(desk, caller.key, input);
    const { refund_id, order_id, amount_minor, refundable_minor, currency } = refund;
    const done = `${refund_id}: ${formatMoney(amount_minor, currency)} refunded for ${order_id}, ${formatMoney(refundable_minor, currency)} left to refund.`;
    return {
      text: repeated ? `No money moved now; this key had already made this refund. ${done}` : done,
      structured: refund,
    };
  },
});
