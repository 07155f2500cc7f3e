/** An option that one of the protocol's functions reads. */
import { z } from 'zod';

/** What the function says when it refuses the value is the remedy. */
export const readBy = (read: (value: string) => string) =>
  z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
