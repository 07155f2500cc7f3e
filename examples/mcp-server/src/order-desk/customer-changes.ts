/** Changes to a customer: what is named and nothing else, and both searches find the new words. */
import { type Customer, getCustomer } from './customers.ts';
import { inTransaction, type OrderDesk } from './database.ts';
import { OrderDeskError } from './order-desk-error.ts';
import { searchable } from './search-words.ts';

export interface CustomerChanges {
  readonly name?: string | undefined;
  /** Null takes the company away. */
  readonly company?: string | null | undefined;
  readonly email?: string | undefined;
}

/** Throws `customer_not_found`, `email_taken`. */
export function updateCustomer(desk: OrderDesk, customerId: string, changes: CustomerChanges): Customer {
  return inTransaction(desk.database, () => {
    const before = getCustomer(desk, customerId);
    const { name = before.name, company = before.company, email = before.email } = changes;
    requireFreeEmail(desk, customerId, email);
    const words = [name, company ?? '', email];
    desk.database
      .prepare('UPDATE customers SET name = ?, company = ?, email = ?, search_text = ? WHERE id = ?')
      .run(name, company, email, searchable([customerId, ...words].join(' ')), customerId);
    renewOrders(desk, customerId, words);
    return getCustomer(desk, customerId);
  });
}

function requireFreeEmail({ database }: OrderDesk, customerId: string, email: string): void {
  const other = database.prepare('SELECT id FROM customers WHERE email = ? AND id <> ?').get(email, customerId);
  if (other === undefined) return;
  throw new OrderDeskError(
    'email_taken',
    `Customer ${String(other['id'])} has this email address already.`,
    'Look at both with list_customers, and ask the person which of them is meant.',
  );
}

/** Orders are found by the words of their customer, too. */
function renewOrders({ database }: OrderDesk, customerId: string, words: readonly string[]): void {
  const renew = database.prepare('UPDATE orders SET search_text = ? WHERE id = ?');
  const orders = database
    .prepare(
      `SELECT id, (SELECT group_concat(sku || ' ' || name, ' ') FROM order_items WHERE order_id = orders.id) AS items
       FROM orders WHERE customer_id = ?`,
    )
    .all(customerId);
  for (const { id, items } of orders) {
    renew.run(searchable([String(id), ...words, String(items ?? '')].join(' ')), String(id));
  }
}
