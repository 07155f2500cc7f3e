/** What each tool is called: its operationId where hosts take it, never two alike, independent of the order of the document (SEP-986). */
import { createHash } from 'node:crypto';
import { nameAll } from './names.ts';
import type { Operation } from './plan.ts';

export interface NameOptions {
  /** `as-is`: the operationId as it stands; `snake_case`: `listAgents` becomes `list_agents`. */
  readonly style: 'as-is' | 'snake_case';
  /** Stands before every name and counts to its length. */
  readonly prefix: string;
  /** Characters. */
  readonly maxLength: number;
}

const hashLength = 8;

/** Hand in all operations of the document, so that a name doesn't depend on which of them are selected. By the operation. */
export function nameTools(operations: readonly Operation[], options: NameOptions): ReadonlyMap<Operation, string> {
  const stems = new Map(operations.map((operation) => [operation, stemOf(operation, options)]));
  return nameAll(operations, (operation, round) => {
    const stem = stems.get(operation) ?? '';
    if (round > 0) return { name: withHash(stem, hashOf(operation, round), options), rank: 0 };
    if (stem.length > options.maxLength) return undefined;
    // Who is called so by the document keeps it before one that was made to look so.
    return { name: stem, rank: options.prefix + operation.operationId === stem ? 0 : 1 };
  });
}

function stemOf({ operationId, method, path }: Operation, { style, prefix }: NameOptions): string {
  const words = [operationId ?? '', `${method.toLowerCase()} ${path}`, method.toLowerCase()].map(cleaned);
  const stem = words.find((each) => /[A-Za-z0-9]/u.test(each)) ?? 'operation';
  const whole = prefix + (style === 'snake_case' ? snakeCase(stem) : stem);
  return /^[A-Za-z_]/u.test(whole) ? whole : `_${whole}`;
}

const cleaned = (text: string) =>
  /^[A-Za-z0-9_-]*$/u.test(text) ? text : text.replaceAll(/[^A-Za-z0-9_-]+/gu, '_').replaceAll(/^_+|(?<!_)_+$/gu, '');

const snakeCase = (text: string) =>
  text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/gu, '_')
    .replaceAll(/[-_]+/gu, '_')
    .toLowerCase();

function withHash(stem: string, hash: string, { maxLength }: NameOptions): string {
  return `${stem.slice(0, maxLength - hashLength - 1).replace(/[_-]+$/u, '')}_${hash}`;
}

function hashOf({ method, path }: Operation, round: number): string {
  const place = round > 1 ? `${method} ${path} ${round}` : `${method} ${path}`;
  return createHash('sha256').update(place).digest('hex').slice(0, hashLength);
}
