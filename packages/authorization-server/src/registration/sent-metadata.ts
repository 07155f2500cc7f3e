/** The body of a request that brings client metadata: one JSON object of bounded size (RFC 7591 §3.1). */
import type { Context } from 'koa';
import { parsedBody, readBody } from '../middleware/parsed-body.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { ClientMetadata } from './normalise.ts';

const mostBytes = 56 * 1024;

/** Its text, or what a parser made of it. Throws Refusal. */
export async function sentBody(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    if (ctx.get('Content-Type') === '') return {};
    throw new Refusal('registration.body', 'a registration is sent as application/json');
  }
  const parsed = parsedBody(ctx.req);
  if (parsed !== undefined) return Buffer.isBuffer(parsed) ? parsed.toString() : parsed;
  try {
    return await readBody(ctx.req, mostBytes);
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** Throws Refusal. */
export function sentMetadata(body: unknown): ClientMetadata {
  const members: unknown = typeof body === 'string' ? parsedJson(body) : body;
  if (typeof members === 'object' && members !== null && !Array.isArray(members)) return members as ClientMetadata;
  throw new Refusal('registration.body', 'client registration request must be a JSON object');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) => new Refusal('registration.body', 'failed to parse the request body', { cause });
