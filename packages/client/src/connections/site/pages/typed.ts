/** What stands in the form by which a server is added. */
export const kinds = ['auto', 'oauth', 'api-key', 'headers', 'none'] as const;

/** What stands in the form; what is secret in it is never shown again. */
export interface Typed {
  readonly name: string;
  readonly url: string;
  readonly kind: (typeof kinds)[number];
  readonly ownership: 'personal' | 'shared';
  readonly header: string;
  readonly headerNames: string;
  readonly clientId: string;
  /** Who gave the client, as somebody named it or the server does. */
  readonly issuer: string;
}

export const nothingTyped: Typed = {
  name: '',
  url: '',
  kind: 'auto',
  ownership: 'personal',
  header: '',
  headerNames: '',
  clientId: '',
  issuer: '',
};
