/** The parts of a multipart body (RFC 2046 §5.1.1, RFC 7578 §4). */

export interface ReadPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly mediaType: string | undefined;
  readonly bytes: Buffer;
}

/** Throws for a body that is not one of this boundary from its first byte to its last. */
export function readParts(body: Buffer, contentType: string): ReadPart[] {
  const boundary = /;\s*boundary="?(?<boundary>[\w'()+,\-./:=? ]{1,70}?)"?$/u.exec(contentType)?.groups?.['boundary'];
  if (boundary === undefined) throw new Error(`no boundary in ${contentType}`);
  const text = body.toString('latin1');
  const divider = `--${boundary}`;
  const [before, ...pieces] = `\r\n${text}`.split(`\r\n${divider}`);
  const end = pieces.pop();
  if (before !== '' || (end !== '--\r\n' && end !== '--')) throw new Error('the body has no beginning or no end');
  return pieces.map(readPart);
}

function readPart(piece: string): ReadPart {
  if (!piece.startsWith('\r\n')) throw new Error('a boundary is followed by something');
  const end = piece.indexOf('\r\n\r\n');
  if (end === -1) throw new Error('a part without a head');
  const fields = new Map(
    piece
      .slice(2, end)
      .split('\r\n')
      .map((line) => {
        const [name = '', ...value] = line.split(':');
        return [name.toLowerCase(), Buffer.from(value.join(':').trim(), 'latin1').toString()] as const;
      }),
  );
  const disposition = fields.get('content-disposition') ?? '';
  const parsed = /^form-data; name="(?<name>[^"\r\n]*)"(?:; filename="(?<filename>[^"\r\n]*)")?$/u.exec(disposition);
  const unknown = [...fields.keys()].filter((name) => name !== 'content-disposition' && name !== 'content-type');
  if (!parsed || unknown.length > 0) throw new Error(`a part with the head ${piece.slice(0, end)}`);
  return {
    name: unquoted(parsed.groups?.['name'] ?? ''),
    filename: parsed.groups?.['filename'] === undefined ? undefined : unquoted(parsed.groups['filename']),
    mediaType: fields.get('content-type'),
    bytes: Buffer.from(piece.slice(end + 4), 'latin1'),
  };
}

/** As browsers write these three (HTML, multipart form data). */
const unquoted = (text: string) => text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
