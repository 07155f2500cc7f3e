/** What each tool is called: its operationId where hosts take it, never two alike, independent of the order of the document (SEP-986). */
import { createHash } from 'node:crypto';
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

/** By the pointer of the operation. */
export function nameTools(
  operations: readonly Operation[],
  { style, prefix, maxLength }: NameOptions,
): ReadonlyMap<string, string> {
  const stems = operations.map((operation) => [operation, prefix + stemOf(operation, style)] as const);
  const counts = new Map<string, number>();
  for (const [, stem] of stems) counts.set(stem.toLowerCase(), (counts.get(stem.toLowerCase()) ?? 0) + 1);
  return new Map(
    stems.map(([operation, stem]) => {
      const isAlone = counts.get(stem.toLowerCase()) === 1 && stem.length <= maxLength;
      return [operation.at, isAlone ? stem : `${stem.slice(0, maxLength - hashLength - 1)}_${hashOf(operation)}`];
    }),
  );
}

function stemOf({ operationId, method, path }: Operation, style: NameOptions['style']): string {
  const words = operationId ?? `${method.toLowerCase()} ${path}`;
  const cleaned = words.replaceAll(/[^A-Za-z0-9_-]+/gu, '_').replaceAll(/^_+|_+$/gu, '') || method.toLowerCase();
  if (style === 'as-is') return cleaned;
  return cleaned
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/gu, '_')
    .replaceAll('-', '_')
    .toLowerCase();
}

const hashOf = ({ method, path }: Operation) =>
  createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, hashLength);
