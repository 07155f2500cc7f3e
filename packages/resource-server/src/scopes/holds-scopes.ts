/** Whether a call may do what needs these scopes (RFC 6750 §3.1). */

/** Whether a call has all of these scopes: `auth` is the AuthInfo of either line of the MCP SDK, which holds what is implied already. */
export function holdsScopes(
  auth: { readonly scopes: readonly string[] } | undefined,
  needed: readonly string[],
): boolean {
  return auth !== undefined && needed.every((scope) => auth.scopes.includes(scope));
}
