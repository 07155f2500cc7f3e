/** Notes on orders: for colleagues, added and never changed. */
import { z } from 'zod';
import { inTransaction, type OrderDesk } from './database.ts';
import { orderNotFound } from './order-desk-error.ts';

export const noteSchema = z.object({
  note_id: z.string().describe('such as note_1'),
  order_id: z.string(),
  author: z.string(),
  text: z.string(),
  created_at: z.string().describe('ISO 8601, UTC'),
});
export type Note = z.infer<typeof noteSchema>;

const columns = `'note_' || number AS note_id, order_id, author, text, created_at`;

/** Throws `order_not_found`. */
export function addNote(desk: OrderDesk, note: { author: string; order_id: string; text: string }): Note {
  const createdAt = new Date(desk.now()).toISOString();
  return inTransaction(desk.database, () => {
    if (desk.database.prepare('SELECT 1 FROM orders WHERE id = ?').get(note.order_id) === undefined) {
      throw orderNotFound(note.order_id);
    }
    const row = desk.database
      .prepare(`INSERT INTO notes (order_id, author, text, created_at) VALUES (?, ?, ?, ?) RETURNING ${columns}`)
      .get(note.order_id, note.author, note.text, createdAt);
    return noteSchema.parse(row);
  });
}

/** The notes of an order, oldest first. */
export function notesOf(desk: OrderDesk, orderId: string): Note[] {
  return desk.database
    .prepare(`SELECT ${columns} FROM notes WHERE order_id = ? ORDER BY number`)
    .all(orderId)
    .map((row) => noteSchema.parse(row));
}
