/** What a guard found of a request, with its type, where a framework hands no types on from one handler to the next (express). */
import type { Auth } from '../auth.ts';
import type { ProtectedResource } from '../protected-resource.ts';

/** Where a request says which guard let it through. */
export const guardedBy = Symbol('guardedBy');

/**
 * `request.auth` with its type, also where the MCP SDK declares it as less. Throws when the guard of this resource did not
 * let the request through.
 */
export function authOf<A extends Auth>(resource: ProtectedResource<A>, request: object): A {
  const { auth, [guardedBy]: guard } = request as { auth?: A; [guardedBy]?: unknown };
  if (auth !== undefined && guard === resource) return auth;
  throw new Error(`the guard of ${resource.resource} did not let this request through: mount it before this handler`);
}
