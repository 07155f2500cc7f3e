/** An express application with a guard of somebody else in front of its one route. */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Subject } from '../subject.ts';
import { drain, result } from './call.ts';

/** What a guard throws says itself how it is answered. */
interface Refusal {
  readonly status: number;
  readonly headers: Record<string, string>;
}

export function behind(...guards: RequestHandler[]): Subject {
  const app = express();
  app.post('/mcp', ...guards, (request, response) => {
    void drain(request).then(() => response.json(result));
  });
  // In place of express's own, which makes a page of it, and a line on the console.
  // oxlint-disable-next-line eslint/max-params -- express knows it by its four parameters
  app.use(({ status, headers }: Refusal, _request: Request, response: Response, _next: NextFunction) => {
    response.status(status).set(headers).json({ error: 'invalid_token' });
  });
  return { listener: app };
}
