/** Who calls, as far as the tools may know it: never the token. */

export interface Principal {
  readonly subject: string;
}

/** `auth` is the AuthInfo of either line of the SDK, as the guard made it. Throws when it names nobody. */
export function principalOf(auth: { readonly extra?: Readonly<Record<string, unknown>> } | undefined): Principal {
  const subject = auth?.extra?.['subject'];
  if (typeof subject !== 'string') throw new Error('the credentials name no caller');
  return { subject };
}
