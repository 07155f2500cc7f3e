/** Documents as JSON text (RFC 8259): what may be stored, and what a compare-and-set makes of it. */
import type { Document, FieldChange } from './contract.ts';
import { StorageError } from './storage-error.ts';

// Below the limits of every engine: SQLite reads 1,000 levels, MongoDB 100 and 16 MiB.
const deepest = 64;
const longest = 4_194_304;

/** The text that stands for a document; StorageError `invalid_document` names the member that isn't JSON. */
export function documentText(document: Document): string {
  requireDocument(document);
  return boundedText(document);
}

/** The members that a compare-and-set sets, judged like a document; one that is undefined is left as it is. */
export function checkedMembers(set: Document): Document {
  requireDocument(set);
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** A new copy of the document that a text stands for. */
export function parseDocument(text: string): Document {
  return JSON.parse(text) as Document;
}

/** The text after a change that was judged already; undefined when the document isn't as expected. */
export function changedText(text: string, { expected, set }: FieldChange): string | undefined {
  const document = parseDocument(text);
  for (const [field, value] of Object.entries(expected)) {
    if (fieldOf(document, field) !== value) return undefined;
  }
  // Spread, not Object.assign: a member named __proto__ stays a member.
  return boundedText({ ...document, ...set });
}

/** A top-level field of a document, null when it's absent. */
export function fieldOf(document: Document, field: string): Document[string] {
  return Object.hasOwn(document, field) ? document[field] : null;
}

function boundedText(document: Document): string {
  const text = JSON.stringify(document);
  if (text.length > longest) refuse(`a document has at most ${longest} characters of JSON text`);
  return text;
}

function requireDocument(document: Document): void {
  if (!isPlainObject(document)) refuse('a document must be a plain object');
  requireJson(document, '', 1);
}

function requireJson(value: unknown, path: string, level: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') refuse(`${place(path)} is not a JSON value`);
  if (level > deepest) refuse(`a document has at most ${deepest} levels`);
  if (Array.isArray(value)) {
    // By index, because iteration of a list by its members skips the holes.
    for (let index = 0; index < value.length; index += 1) requireJson(value[index], `${path}[${index}]`, level + 1);
    return;
  }
  if (!isPlainObject(value)) refuse(`${place(path)} is neither a plain object nor a list`);
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) requireJson(member, path === '' ? key : `${path}.${key}`, level + 1);
  }
}

// By the prototype's own prototype, because every realm has an Object of its own.
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function place(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path;
}

function refuse(message: string): never {
  throw new StorageError('invalid_document', message);
}
