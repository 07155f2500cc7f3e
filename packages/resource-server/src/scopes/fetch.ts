/** Scopes for a web-standard handler behind the guard; it only translates (RFC 6750 §3.1, WHATWG Fetch). */
import type { AccessToken } from '../access-token.ts';
import type { AuthenticatedHandler } from '../adapters/fetch.ts';
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';
import { createScopeGate, type NeededScopes } from './scope-gate.ts';
import { webBody } from './web-body.ts';

/** `parsedBody` is there for scopes that the body tells; `request` has the same body once more. */
export type ScopedHandler<More extends unknown[], A extends Auth = AccessToken> = (
  request: Request,
  call: { auth: A; parsedBody?: unknown },
  ...more: More
) => Response | Promise<Response>;

/** A handler for `protect`: 403 for a call that lacks one of the scopes, and `handler` for all others. */
export function requireScopes<More extends unknown[] = [], A extends Auth = AccessToken>(
  resource: ProtectedResource<A>,
  needed: NeededScopes,
  handler: ScopedHandler<More, A>,
): AuthenticatedHandler<More, A> {
  const gate = createScopeGate(resource, needed);
  return async (request, { auth }, ...more) => {
    const read = await webBody(request, gate);
    if (read instanceof Response) return read;
    const { request: again, ...body } = read;
    return gate.judge(auth, body.parsedBody) ?? handler(again, { auth, ...body }, ...more);
  };
}
