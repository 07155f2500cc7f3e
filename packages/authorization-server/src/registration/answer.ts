/** The registration answer: what was stored, with the scope under its registered name, and nothing null (RFC 7591 §3.2.1). */
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';

export const registrationAnswer: Middleware = async (ctx, next) => {
  await next();
  if (ctx.path !== paths.registration || ctx.status !== 201) return;
  const { scope_hint: scope, ...registered } = ctx.body as Record<string, unknown>;
  ctx.body = scope === undefined ? registered : { ...registered, scope };
};
