/**
 * CORS for what programs in a browser call: metadata, keys, registration, token, introspection, revocation. Never the authorization
 * endpoint or a page (RFC 9700 §2.6). No cookies are used there, so any origin may read.
 */
import type { Middleware } from 'koa';
import { isForPrograms, managedClientId } from '../capabilities.ts';

export const publicHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'WWW-Authenticate, Retry-After, DPoP-Nonce',
} as const;

/** The answer to a preflight, with the headers that MCP clients send. */
export const preflightHeaders = (methods: string) => ({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': methods,
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, Accept, DPoP, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method, Mcp-Name, Last-Event-ID',
  'Access-Control-Max-Age': '3600',
});

const preflights = {
  posted: preflightHeaders('POST, OPTIONS'),
  managed: preflightHeaders('GET, PUT, DELETE, OPTIONS'),
};

/** A request that no page sends has no Origin, and nothing of this concerns it (Fetch §3.2): no cache keeps the answer for others. */
export const cors: Middleware = async (ctx, next) => {
  if (ctx.req.headers.origin === undefined || !isForPrograms(ctx.path)) {
    await next();
    return;
  }
  if (ctx.method === 'OPTIONS') {
    ctx.set(managedClientId(ctx.path) === undefined ? preflights.posted : preflights.managed);
    ctx.status = 204;
    return;
  }
  try {
    await next();
  } finally {
    ctx.set(publicHeaders);
    // The engine's own layer answers for one origin at a time; ours is the same for all.
    ctx.remove('Access-Control-Allow-Credentials');
    ctx.vary('Origin');
  }
};
