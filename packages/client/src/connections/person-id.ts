/** Who a person is to the connections: a subject is one person's at its own issuer alone (OpenID Connect Core §2, `sub`). */

/** An issuer is a URL, and has no space. */
export const personId = (issuer: string, subject: string): string => `${issuer} ${subject}`;
