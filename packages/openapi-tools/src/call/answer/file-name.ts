/** What a file is called, as its answer says (RFC 6266 §4, RFC 8187 §3.2.1). */

/** The last word of a path at most, and nothing that no file is called. */
export function fileNameOf({ headers }: Response): string | undefined {
  const disposition = headers.get('content-disposition') ?? '';
  const [, encoded] = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/iu.exec(disposition) ?? [];
  const [, quoted, bare] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/iu.exec(disposition) ?? [];
  const name = decoded(encoded) ?? quoted?.replaceAll(/\\(?<character>.)/gu, '$<character>') ?? bare;
  const last = name
    ?.split(/[/\\]/u)
    .at(-1)
    ?.replaceAll(/\p{Cc}/gu, '')
    .slice(0, 200);
  return last === undefined || /^\.{0,2}$/u.test(last) ? undefined : last;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
