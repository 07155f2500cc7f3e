/** Tool: leave a note for colleagues. */
import { z } from 'zod';
import { addNote, noteSchema } from '../order-desk/notes.ts';
import { plainText } from './plain-text.ts';
import { defineTool } from './tool.ts';

export const addOrderNoteTool = defineTool({
  name: 'add_order_note',
  title: 'Add a note to an order',
  description: [
    'Adds a note to an order for colleagues; the customer doesn’t see it, and nothing else about the order changes.',
    'Use it to record what was agreed or found out. A note can’t be changed or taken back, and each call adds one: after an unclear answer, look at the notes with get_order before you repeat it.',
  ].join(' '),
  scopes: ['orders:write'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  inputSchema: z.strictObject({
    order_id: z.string().max(64).describe('such as ord_1001'),
    text: plainText({ min: 1, max: 2000 }).describe('plain text, up to 2000 characters'),
  }),
  outputSchema: noteSchema,
  run({ desk, caller }, { order_id, text }) {
    const note = addNote(desk, { author: caller.name, order_id, text });
    return { text: `${note.note_id} added to ${order_id}.`, structured: note };
  },
});
