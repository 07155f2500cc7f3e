/** The key by which an API knows a repeated call: what the caller gave, or a fresh one (draft-ietf-httpapi-idempotency-key-header §2). */
import { randomUUID } from 'node:crypto';
import type { IdempotencyKeyOptions } from '../options/calls.ts';
import type { WrittenRequest } from './write/request.ts';

/** The key that the request now carries; undefined where none belongs. */
export function putIdempotencyKey(
  { method, headers }: WrittenRequest,
  options: IdempotencyKeyOptions | undefined,
): string | undefined {
  if (!options?.methods.includes(method)) return undefined;
  const name = options.header.toLowerCase();
  const given = headers.get(name);
  if (given !== undefined && given !== '') return given;
  const fresh = randomUUID();
  headers.set(name, fresh);
  return fresh;
}
