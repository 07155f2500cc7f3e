/** Fills a new database with the same 25 customers and 80 orders every time: a fixed clock and a seeded generator. */
import type { DatabaseSync } from 'node:sqlite';
import { searchable } from './search-words.ts';
import { currencies, customers, products, seedNotes, type SeedCustomer } from './seed-records.ts';

const firstDay = Date.UTC(2026, 0, 5, 8);
const day = 24 * 60 * 60 * 1000;
const orderCount = 80;
const daysBetweenOrders = 4;

interface SeedItem {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** Writes the demo's records. The caller opens the transaction. */
export function seed(database: DatabaseSync): void {
  customers.forEach((customer, index) => insertCustomer(database, customer, index));
  const random = generator(20_260_105);
  for (let index = 0; index < orderCount; index += 1) insertOrder(database, index, random);
  insertHistory(database);
}

function insertCustomer(database: DatabaseSync, customer: SeedCustomer, index: number): void {
  const { name, company, email, country } = customer;
  const id = customerId(index);
  const createdAt = timestamp(firstDay - (customers.length - index) * 9 * day);
  database
    .prepare('INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(id, name, company, email, country, createdAt, searchable([id, name, company ?? '', email].join(' ')));
}

function insertOrder(database: DatabaseSync, index: number, random: () => number): void {
  const buyer = Math.floor(random() * customers.length);
  const customer = customers[buyer]!;
  const items = pickItems(customer.currency, random);
  const goods = items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0);
  const shipping = random() < 0.3 ? 0 : convert(690, customer.currency);
  const status = statusOf(index, random);
  const total = goods + shipping;
  const paid = status === 'pending' || (status === 'cancelled' && random() < 0.5) ? 0 : total;
  const placedAt = timestamp(firstDay + index * daysBetweenOrders * day + Math.floor(random() * 10 * 60) * 60_000);
  const id = orderId(index);
  const words = [id, customer.name, customer.company ?? '', customer.email];
  const searchText = searchable([...words, ...items.flatMap((item) => [item.sku, item.name])].join(' '));
  database
    .prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, customerId(buyer), status, customer.currency, shipping, total, paid, placedAt, searchText);
  const insertItem = database.prepare('INSERT INTO order_items VALUES (?, ?, ?, ?, ?, ?)');
  items.forEach((item, line) => insertItem.run(id, line + 1, item.sku, item.name, item.quantity, item.unitPrice));
}

function pickItems(currency: string, random: () => number): SeedItem[] {
  const first = Math.floor(random() * products.length);
  const kinds = 1 + Math.floor(random() * 4);
  return Array.from({ length: kinds }, (_, step) => {
    // The step is coprime to the number of products, so that no order lists one product twice.
    const { sku, name, price } = products[(first + step * 5) % products.length]!;
    return {
      sku,
      name,
      quantity: random() < 0.7 ? 1 : 2 + Math.floor(random() * 3),
      unitPrice: convert(price, currency),
    };
  });
}

/** The newest orders are still on their way, the old ones arrived or were called off. */
function statusOf(index: number, random: () => number): string {
  const chance = random();
  if (chance < 0.1) return 'cancelled';
  if (index >= orderCount - 8) return chance < 0.4 ? 'pending' : 'paid';
  return index >= orderCount - 18 ? 'shipped' : 'delivered';
}

/** A few notes and refunds from before the demo began. */
function insertHistory(database: DatabaseSync): void {
  const orders = database.prepare("SELECT * FROM orders WHERE status = 'delivered' ORDER BY id").all();
  seedNotes.forEach((text, index) => {
    const { id, placed_at: placedAt } = orders[index * 7 + 3]!;
    const createdAt = timestamp(Date.parse(String(placedAt)) + 3 * day);
    database
      .prepare('INSERT INTO notes (order_id, author, text, created_at) VALUES (?, ?, ?, ?)')
      .run(id!, 'order desk', text, createdAt);
  });
  for (const [index, part] of [
    [5, 1],
    [20, 2],
    [33, 4],
  ] as const) {
    const { id, currency, paid_minor: paid, placed_at: placedAt } = orders[index]!;
    const amount = Math.floor(Number(paid) / part);
    const createdAt = timestamp(Date.parse(String(placedAt)) + 9 * day);
    const values = [
      id!,
      amount,
      currency!,
      'Item damaged in transit',
      Number(paid) - amount,
      'order desk',
      `seed-${index}`,
    ];
    database
      .prepare(
        `INSERT INTO refunds (order_id, amount_minor, currency, reason, refundable_minor, caller, idempotency_key, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(...values, createdAt);
  }
}

function convert(priceInEuro: number, currency: string): number {
  const { rate, step } = currencies[currency]!;
  return Math.round((priceInEuro * rate) / step) * step;
}

const customerId = (index: number) => `cus_${101 + index}`;
const orderId = (index: number) => `ord_${1001 + index}`;
const timestamp = (milliseconds: number) => new Date(milliseconds).toISOString();

/** Numbers in [0, 1), the same on every machine (mulberry32). */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
