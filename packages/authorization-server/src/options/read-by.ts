/** An option that one of the protocol's functions reads. */
import { z } from 'zod';

/** What the function says when it refuses the value, with one that it takes, is the remedy. */
export const readBy = (read: (value: string) => string, like: string) =>
  z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message: `${why}; write it like ${like}` });
      return z.NEVER;
    }
  });
