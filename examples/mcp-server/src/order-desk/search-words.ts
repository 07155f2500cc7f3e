/** Text as it is searched: lower case and without marks, so that `zoe` finds Zoë. */

export function searchable(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** The words of a search; a record matches when it holds each of them. */
export function searchWords(text: string): string[] {
  return searchable(text).split(/\s+/u).filter(Boolean);
}
