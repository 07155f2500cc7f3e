/** How the order desk introduces itself when a client connects (MCP lifecycle, initialization). */

export const implementation = { name: 'order-desk', title: 'Order desk', version: '1.0.0' };

export const instructions =
  'The order desk of a shop for home goods. Find orders with search_orders, read one with get_order. ' +
  'Amounts whose name ends in _minor are whole numbers in the minor unit of the order’s currency. Times are UTC.';
