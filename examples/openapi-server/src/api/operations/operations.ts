/** Every operation of the API; `order-desk.openapi.yaml` describes the same ones. */
import { getCustomerOperation, listCustomersOperation, updateCustomerOperation } from './customers.ts';
import { getMeOperation } from './me.ts';
import type { Operation } from './operation.ts';
import { addOrderNoteOperation, createRefundOperation } from './order-changes.ts';
import { addOrderPhotoOperation, getOrderPhotoOperation } from './photos.ts';
import { getOrderBarcodeOperation, getOrderOperation, searchOrdersOperation } from './orders.ts';

export const operations: readonly Operation[] = [
  getMeOperation,
  searchOrdersOperation,
  getOrderOperation,
  getOrderBarcodeOperation,
  addOrderNoteOperation,
  createRefundOperation,
  addOrderPhotoOperation,
  getOrderPhotoOperation,
  listCustomersOperation,
  getCustomerOperation,
  updateCustomerOperation,
];
