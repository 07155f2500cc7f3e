/** Tools that a host can use without a word to say against them: described, flat, structured, safe to repeat. */

/** As it is listed, and what it answers. */
export interface PatientTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly answer?: Readonly<Record<string, unknown>>;
}

const found = { orders: [{ id: 'o-1', state: 'paid' }] };

export const listOrders: PatientTool = {
  name: 'list_orders',
  description: 'Lists the newest orders with their state. Use it to find the id of an order.',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  outputSchema: {
    type: 'object',
    properties: {
      orders: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string' }, state: { type: 'string' } },
          required: ['id', 'state'],
        },
      },
    },
    required: ['orders'],
  },
  annotations: { title: 'List orders', readOnlyHint: true, destructiveHint: false, openWorldHint: false },
  answer: { content: [{ type: 'text', text: JSON.stringify(found) }], structuredContent: found },
};

const cancelOrder: PatientTool = {
  name: 'cancel_order',
  description: 'Cancels an order that has not been sent. Calling it again with the same key cancels nothing more.',
  inputSchema: {
    type: 'object',
    properties: {
      order_id: { type: 'string', description: 'The id of the order, from list_orders.' },
      idempotency_key: { type: 'string', description: 'Any text that is new for each cancellation.' },
    },
    required: ['order_id', 'idempotency_key'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { state: { type: 'string' } }, required: ['state'] },
  annotations: { title: 'Cancel an order', readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  answer: { content: [{ type: 'text', text: '{"state":"cancelled"}' }], structuredContent: { state: 'cancelled' } },
};

export const healthyTools: readonly PatientTool[] = [listOrders, cancelOrder];
