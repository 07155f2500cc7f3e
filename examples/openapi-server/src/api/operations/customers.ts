/** Operations on customers: list, read, change. */
import { updateCustomer } from '@granthouse/example-mcp-server/order-desk/customer-changes';
import { getCustomer, listCustomers } from '@granthouse/example-mcp-server/order-desk/customers';
import { plainText } from '@granthouse/example-mcp-server/tools/plain-text';
import { z } from 'zod';
import { id, page } from './input.ts';
import { defineOperation, ok } from './operation.ts';

export const listCustomersOperation = defineOperation({
  operationId: 'list_customers',
  method: 'get',
  path: '/customers',
  permission: 'orders:read',
  input: z.strictObject({
    text: z.string().max(200).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    ...page,
  }),
  run({ desk }, filter) {
    const { items: customers, ...rest } = listCustomers(desk, filter);
    return ok({ customers, ...rest });
  },
});

export const getCustomerOperation = defineOperation({
  operationId: 'get_customer',
  method: 'get',
  path: '/customers/:customer_id',
  permission: 'orders:read',
  input: z.strictObject({ customer_id: id }),
  run: ({ desk }, { customer_id: customerId }) => ok(getCustomer(desk, customerId)),
});

export const updateCustomerOperation = defineOperation({
  operationId: 'update_customer',
  method: 'patch',
  path: '/customers/:customer_id',
  permission: 'customers:write',
  consumes: 'application/merge-patch+json',
  input: z
    .strictObject({
      customer_id: id,
      name: plainText({ min: 1, max: 100 }).optional(),
      company: plainText({ min: 1, max: 100 }).nullable().optional(),
      email: z.email().max(254).optional(),
    })
    .refine((input) => Object.keys(input).length > 1, 'name at least one member to change'),
  run: ({ desk }, { customer_id: customerId, ...changes }) => ok(updateCustomer(desk, customerId, changes)),
});
