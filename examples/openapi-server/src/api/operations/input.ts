/** What several operations take, as it comes in a path or a query: text (OpenAPI 3.1 §4.8.12.2). */
import { z } from 'zod';

export const id = z.string().max(64);

export const page = {
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z.string().max(500).optional(),
};

/** Style `form` without explode: `paid,shipped`. */
export function commaList<Value extends z.ZodType>(value: Value) {
  return z.preprocess((sent) => (typeof sent === 'string' ? sent.split(',') : sent), z.array(value).min(1).max(50));
}
