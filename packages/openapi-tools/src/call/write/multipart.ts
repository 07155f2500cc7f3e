/** A multipart body (OpenAPI 3.1 §4.8.14.4, §4.8.15, RFC 7578, RFC 2046 §5.1). */
import { randomUUID } from 'node:crypto';
import type { PartEncoding } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { fileOf } from './bytes.ts';
import { requireCharacters } from './characters.ts';
import { writeJson } from './numbers.ts';
import { textOf } from './shape.ts';

/** A member of the body. */
export interface Part {
  readonly name: string;
  readonly value: unknown;
  readonly holdsFiles: boolean;
  readonly encoding: PartEncoding | undefined;
}

interface Multipart {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** `mediaType` without parameters; of those that the document names, a boundary would be wrong. */
export function writeMultipart(mediaType: string, parts: readonly Part[]): Multipart {
  const boundary = randomUUID();
  const pieces = parts.flatMap((part) => single(part).map((each) => writePart(each, part)));
  const bytes = pieces.flatMap((piece) => [Buffer.from(`--${boundary}\r\n`), ...piece, Buffer.from('\r\n')]);
  const body = Uint8Array.from(Buffer.concat([...bytes, Buffer.from(`--${boundary}--\r\n`)]));
  return { body, contentType: `${mediaType}; boundary=${boundary}` };
}

/** A list is several parts of one name. */
const single = ({ value }: Part): unknown[] => (Array.isArray(value) ? value : [value]);

function writePart(value: unknown, { name, holdsFiles, encoding }: Part): Uint8Array[] {
  if (value === null) throw new ArgumentError(`${name} can't be null in a form; leave it out, or give an empty text`);
  const file = holdsFiles ? fileOf(value, name) : undefined;
  const declared = encoding?.contentType?.split(',')[0]?.trim();
  const fallback = file === undefined ? undefined : 'application/octet-stream';
  const usable = declared?.includes('*') ? undefined : declared;
  const mediaType =
    file?.mediaType ?? usable ?? (typeof value === 'object' ? (fallback ?? 'application/json') : fallback);
  const filename = file && `; filename="${quoted(file.filename ?? name)}"`;
  const head = `content-disposition: form-data; name="${quoted(name)}"${filename ?? ''}\r\n`;
  const type = mediaType === undefined ? '' : `content-type: ${mediaType.replaceAll(/[^\t -~]/gu, '')}\r\n`;
  const isJson = mediaType !== undefined && file === undefined && /[/+]json\b/iu.test(mediaType);
  return [
    Buffer.from(`${head}${type}\r\n`),
    file?.bytes ?? Buffer.from(isJson ? writeJson(value) : requireCharacters(textOf(value))),
  ];
}

/** As browsers write it (HTML, multipart form data). */
const quoted = (text: string) =>
  requireCharacters(text).replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
