/** Text that one person writes and another reads: no control characters, which could hide a part of it in a terminal. */
import { z } from 'zod';

/** Trimmed, with line breaks as `\n`; lengths count UTF-16 units. */
export function plainText({ min, max }: { min: number; max: number }) {
  return z
    .string()
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .trim()
    .min(min)
    .max(max)
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'no control characters but line breaks and tabs');
}
