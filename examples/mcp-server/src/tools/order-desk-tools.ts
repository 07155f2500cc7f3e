/** Every tool of the order desk, written once for both lines of the SDK. */
import { toolScopes } from '@granthouse/resource-server/mcp';
import { maxRequestBodySize } from '../endpoint.ts';
import { addOrderNoteTool } from './add-order-note.ts';
import { createRefundTool } from './create-refund.ts';
import { getOrderTool } from './get-order.ts';
import { listCustomersTool } from './list-customers.ts';
import { searchOrdersTool } from './search-orders.ts';
import type { Tool } from './tool.ts';

export const tools: readonly Tool[] = [
  searchOrdersTool,
  getOrderTool,
  listCustomersTool,
  addOrderNoteTool,
  createRefundTool,
];

/** Judged before a tool runs, on either line. */
export const neededScopes = toolScopes(tools, { maxBodyBytes: maxRequestBodySize });
