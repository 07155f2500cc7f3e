/** One scope of a resource, as an option names it (RFC 6749 §3.3). */
import { isScopeToken } from '@granthouse/protocol';
import { z } from 'zod';

export const scopeToken = z
  .string()
  .refine(isScopeToken, 'use printable ASCII without spaces, quotes and backslashes (RFC 6749 section 3.3)')
  .refine(
    (scope) => scope !== 'offline_access',
    'leave offline_access out: it is a matter of client and authorization server',
  );
