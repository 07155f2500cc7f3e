/** Operations on orders: find, read, and the barcode of one. */
import { searchOrders } from '@granthouse/example-mcp-server/order-desk/order-search';
import { getOrder, orderStatuses } from '@granthouse/example-mcp-server/order-desk/orders';
import { z } from 'zod';
import { barcodePng } from '../../barcode/barcode-png.ts';
import { commaList, id, page } from './input.ts';
import { defineOperation, ok } from './operation.ts';

export const searchOrdersOperation = defineOperation({
  operationId: 'search_orders',
  method: 'get',
  path: '/orders',
  permission: 'orders:read',
  input: z.strictObject({
    text: z.string().max(200).optional(),
    status: commaList(z.enum(orderStatuses)).optional(),
    placed: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }).optional(),
    customer_id: id.optional(),
    ...page,
  }),
  run({ desk }, { placed = {}, ...filter }) {
    const found = searchOrders(desk, { ...filter, placed_from: placed.from, placed_to: placed.to });
    const { items: orders, ...rest } = found;
    return ok({ orders, ...rest });
  },
});

export const getOrderOperation = defineOperation({
  operationId: 'get_order',
  method: 'get',
  path: '/orders/:order_id',
  permission: 'orders:read',
  input: z.strictObject({ order_id: id }),
  run: ({ desk }, { order_id: orderId }) => ok(getOrder(desk, orderId)),
});

export const getOrderBarcodeOperation = defineOperation({
  operationId: 'get_order_barcode',
  method: 'get',
  path: '/orders/:order_id/barcode.png',
  permission: 'orders:read',
  input: z.strictObject({ order_id: id, module: z.coerce.number().int().min(1).max(8).default(2) }),
  run({ desk }, { order_id: orderId, module }) {
    const digits = getOrder(desk, orderId).order_id.replaceAll(/\D/gu, '');
    return { status: 200, headers: { 'content-type': 'image/png' }, body: barcodePng(digits, module) };
  },
});
