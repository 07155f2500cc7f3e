/** The code with which a server says no, such as `invalid_grant`, whatever status it comes with (RFC 6749 §5.2, RFC 7591 §3.2.2). */
import { z } from 'zod';

/** A code is a word; a sentence, or a secret that was echoed, is none. */
const refusal = z.looseObject({ error: z.string().regex(/^[\w.:/-]{1,80}$/u) });

export const errorCode = (body: unknown): string | undefined => refusal.safeParse(body).data?.error;
