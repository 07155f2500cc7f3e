/** The scopes that a stranger's server names: what can't be one is passed over, for the rest still counts (RFC 6749 §3.3). */
import { isScopeToken } from '@granthouse/protocol';

export function readScope(value = ''): string[] {
  return [...new Set(value.split(/\s+/u).filter(isScopeToken))];
}
