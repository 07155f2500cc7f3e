/** What a request says: on the wire every value but JSON is text. */

export type Said = string | Json | readonly Said[] | { readonly [name: string]: Said };

/** A value that came as JSON, with its types. */
export class Json {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

export const asJson = (text: string): Json => new Json(JSON.parse(text));

/** `R,100,G,200` is an object with two members. */
export function pairsOf(pieces: readonly string[]): Said {
  return Object.fromEntries(
    pieces.flatMap((name, index) => (index % 2 === 0 ? [[name, pieces[index + 1] ?? ''] as const] : [])),
  );
}

/** RFC 3986 §2.1; bytes that are no text become what such bytes become everywhere. */
export const decodePercent = (text: string): string =>
  text.replaceAll(/(?:%[\dA-F]{2})+/giu, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());

/** In a query and a form a plus is a space, and nothing of ours may depend on whether the other side knows that. */
export const decodeForm = (text: string): string => decodePercent(text.replaceAll('+', ' '));
