/** Where a document comes from: a value, or a file of JSON or YAML by path or `file:` URL (OpenAPI 3.1 §4.3). Never the network. */
import { closeSync, openSync, readSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isObject, type JsonObject } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { type Problems, shown } from '../problems.ts';
import { parseText } from './parse.ts';

export interface SourceDocument {
  readonly document: JsonObject;
  /** What relative references resolve against, if the document says nothing else. */
  readonly address: string;
}

/** Of a document that came as a value: deep enough for references that climb. */
const addressOfValue = 'document:/-/-/-/-/-/-/-/-/-/-/openapi';
/** Bytes. */
const largest = 128 * 1024 * 1024;

/** Throws OpenApiError for what can't be read, and for a value that is no object. What is doubtful in a text is reported. */
export function readSource(source: object | string | URL, { add }: Problems): SourceDocument {
  if (typeof source !== 'string' && !(source instanceof URL)) {
    return { document: requireObject(source), address: addressOfValue };
  }
  const address = fileUrlOf(source);
  return { document: requireObject(parseText(textOf(address), add)), address: address.href };
}

function requireObject(value: unknown): JsonObject {
  if (isObject(value)) return value;
  const remedy = 'Hand in an OpenAPI document: an object with openapi, info and paths.';
  throw new OpenApiError({ path: '#', found: shown(value), remedy });
}

function fileUrlOf(source: string | URL): URL {
  const isUrl = source instanceof URL || /^[a-z][a-z0-9+.-]+:\/\//iu.test(source);
  const isText = !isUrl && /^\s*[{[]|\n/u.test(source);
  if (isText) {
    const remedy = 'Hand in the parsed document, or the path of its file.';
    throw new OpenApiError({ path: 'document', found: 'a text that is no path', remedy });
  }
  const url = isUrl ? new URL(source) : pathToFileURL(source);
  if (url.protocol === 'file:') return url;
  const remedy = 'Nothing is fetched: download the document and hand in its path.';
  throw new OpenApiError({ path: 'document', found: shown(url.origin), remedy });
}

const unread = new Map([
  ['ENOENT', 'no file'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'a file that this process may not read'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'bytes that are no UTF-8'],
]);

function textOf(file: URL): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(file));
  } catch (cause) {
    if (cause instanceof OpenApiError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const isCoding = code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    const remedy = isCoding ? 'Save the file as UTF-8.' : 'Name a file that can be read.';
    throw new OpenApiError({ path: file.href, found: unread.get(code) ?? message, remedy }, { cause });
  }
}

/** In pieces, because a device or a pipe doesn't say how long it is. */
function bytesOf(file: URL): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let size = 0; size <= largest;) {
      const piece = Buffer.allocUnsafe(1024 * 1024);
      const read = readSync(descriptor, piece);
      if (read === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, read));
      size += read;
    }
  } finally {
    closeSync(descriptor);
  }
  const found = `more than ${largest / 1024 / 1024} MiB`;
  throw new OpenApiError({ path: file.href, found, remedy: 'Hand in a smaller document, or the parsed one.' });
}
