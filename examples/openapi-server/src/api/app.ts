/** The API: the order of what happens to a request, on one screen. */
import type { Log } from '@granthouse/example-mcp-server/log';
import type { OrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import express, { type Express } from 'express';
import { createAnswering } from './answer.ts';
import { answerErrors, refuseUnknownPath } from './api-error.ts';
import { callerIn, requirePermission, requirePerson } from './caller.ts';
import { operations } from './operations/operations.ts';
import type { People } from './people.ts';
import type { PersonTokenRules } from './person-token.ts';
import { createRateLimit, type Limits } from './rate-limit.ts';
import { requireService } from './service-key.ts';

export interface ApiParts {
  readonly desk: OrderDesk;
  /** Such as `/v1`. */
  readonly basePath: string;
  /** SHA-256 of the key of each service, in lower-case hexadecimal. */
  readonly serviceKeys: readonly string[];
  readonly personTokens: PersonTokenRules;
  readonly people: People;
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

export function createApp({ basePath, log, ...parts }: ApiParts): Express {
  const api = express.Router();
  api.use(requireService(parts.serviceKeys));
  api.use(requirePerson(parts.personTokens, parts.people));
  const count = createRateLimit(parts.limits, parts.now);
  api.use(({ method }, response, next) => {
    count(callerIn(response).subject, !['GET', 'HEAD'].includes(method));
    next();
  });
  api.use(express.json({ type: ['application/json', 'application/*+json'], limit: '32kb' }));
  api.use(express.raw({ type: 'multipart/form-data', limit: '300kb' }));
  const answer = createAnswering(parts);
  for (const operation of operations) {
    api[operation.method](operation.path, requirePermission(operation.permission), answer(operation));
  }
  const app = express().disable('x-powered-by').set('query parser', 'extended');
  return app.use(basePath, api).use(refuseUnknownPath, answerErrors(log));
}
