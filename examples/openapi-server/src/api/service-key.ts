/** Which service calls: it shows a key of its own, of which the API keeps the SHA-256 alone. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { ApiError } from './api-error.ts';

export const serviceKeyHeader = 'x-service-key';

/** `hashes` are in lower-case hexadecimal. */
export function requireService(hashes: readonly string[]): RequestHandler {
  const known = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return (request, _response, next) => {
    const shown = createHash('sha256')
      .update(request.get(serviceKeyHeader) ?? '')
      .digest();
    if (known.some((hash) => hash.length === shown.length && timingSafeEqual(hash, shown))) return next();
    throw new ApiError({ status: 401, code: 'unknown_service' }, 'X-Service-Key is missing or not known here.');
  };
}
