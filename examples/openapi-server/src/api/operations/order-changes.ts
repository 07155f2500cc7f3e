/** Operations that change an order: a note, and a refund. */
import { addNote } from '@granthouse/example-mcp-server/order-desk/notes';
import { createRefund } from '@granthouse/example-mcp-server/order-desk/refunds';
import { plainText } from '@granthouse/example-mcp-server/tools/plain-text';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { id } from './input.ts';
import { created, defineOperation } from './operation.ts';

export const addOrderNoteOperation = defineOperation({
  operationId: 'add_order_note',
  method: 'post',
  path: '/orders/:order_id/notes',
  permission: 'orders:write',
  consumes: 'application/json',
  input: z.strictObject({ order_id: id, text: plainText({ min: 1, max: 2000 }) }),
  run: ({ desk, caller }, { order_id, text }) => created(addNote(desk, { author: caller.name, order_id, text })),
});

export const createRefundOperation = defineOperation({
  operationId: 'create_refund',
  method: 'post',
  path: '/orders/:order_id/refunds',
  permission: 'refunds:write',
  consumes: 'application/json',
  input: z.strictObject({
    order_id: id,
    amount_minor: z.int().min(1).max(1_000_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/),
    reason: plainText({ min: 3, max: 300 }),
  }),
  run({ desk, caller, idempotencyKey }, input) {
    if (idempotencyKey === undefined) {
      throw new ApiError({ status: 400, code: 'idempotency_key_missing' }, 'A refund needs an Idempotency-Key.');
    }
    // The desk keeps the key of a refund for ever, so that no restart makes it two.
    return created(createRefund(desk, caller.subject, { ...input, idempotency_key: idempotencyKey }).refund);
  },
});
