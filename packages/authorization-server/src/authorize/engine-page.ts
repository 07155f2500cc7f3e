/**
 * Headers for the one page that the engine writes itself, the form that posts an answer to the client (OAuth 2.0 Form
 * Post Response Mode §2): never framed (RFC 9700 §4.16), and no script but its own, whose hash the engine adds to an
 * empty script-src.
 */
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';

// No form-action: the form leads to the client.
const headers = {
  'Content-Security-Policy': "default-src 'none'; script-src; base-uri 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
};

export const enginePage: Middleware = async (ctx, next) => {
  if (ctx.path === paths.authorization || ctx.path.startsWith(`${paths.authorization}/`)) ctx.set(headers);
  await next();
};
