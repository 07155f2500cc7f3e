/** A client ID metadata document that breaks no rule. */
import { callback } from './oauth-client.ts';

/** `more` replaces members, undefined removes one. */
export function documentAt(
  url: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> & { client_id: string } {
  return { client_id: url, client_name: 'A host', redirect_uris: [callback], ...more };
}
