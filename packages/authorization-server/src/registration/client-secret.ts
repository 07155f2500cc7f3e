/** The secret of a client that shows it to prove itself (RFC 6749 §2.3.1). */
import { randomBytes } from 'node:crypto';

export const newClientSecret = (): string => randomBytes(32).toString('base64url');
