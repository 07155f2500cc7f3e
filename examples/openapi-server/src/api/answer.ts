/** From a request that may be made to its answer: what was sent is judged, done once for each key, and written. */
import { createHash } from 'node:crypto';
import type { OrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import { callerIn } from './caller.ts';
import { formMembers } from './form.ts';
import { createIdempotency } from './idempotency.ts';
import type { Answer, Context, Operation } from './operations/operation.ts';

export function createAnswering({ desk, now }: { desk: OrderDesk; now: () => number }) {
  const once = createIdempotency(now);
  return (operation: Operation): RequestHandler =>
    async (request, response) => {
      const sent = await sentIn(request, operation.consumes);
      const caller = callerIn(response);
      const key = operation.consumes === undefined ? undefined : idempotencyKeyOf(request);
      const context = { desk, caller, idempotencyKey: key };
      const same = { subject: caller.subject, key, request: digestOf([operation.operationId, sent]) };
      const answer = once(same, () => run(operation, context, sent));
      response.status(answer.status).set(answer.headers ?? {});
      if (answer.body instanceof Uint8Array) response.send(answer.body);
      else response.json(answer.body);
    };
}

async function sentIn(request: Request, consumes: string | undefined): Promise<object> {
  if (consumes === undefined) return { ...request.query, ...request.params };
  if (!request.is(consumes)) {
    throw new ApiError({ status: 415, code: 'unsupported_media_type' }, `Send a body of ${consumes}.`);
  }
  const body: unknown = request.body;
  const members = Buffer.isBuffer(body) ? await formMembers(body, request.get('content-type') ?? '') : body;
  return { ...(members as object), ...request.params };
}

/** A photo is too much to keep for a comparison. */
const digestOf = (sent: unknown) => createHash('sha256').update(JSON.stringify(sent)).digest('base64url');

function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined || /^[!-~]{8,128}$/u.test(key)) return key;
  const message = 'Idempotency-Key must be 8 to 128 visible ASCII characters.';
  throw new ApiError({ status: 400, code: 'invalid_request' }, message);
}

function run(operation: Operation, context: Context, sent: object): Answer {
  try {
    return operation.answer(context, sent);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new ApiError({ status: 400, code: 'invalid_request' }, z.prettifyError(error));
  }
}
