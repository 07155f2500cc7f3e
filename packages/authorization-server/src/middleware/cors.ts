/**
 * CORS for what programs in a browser call: metadata, keys, registration, token, introspection, revocation. Never the authorization
 * endpoint or a page (RFC 9700 §2.6). No cookies are used there, so any origin may read.
 */
import type { Middleware } from 'koa';
import { paths, postedPaths } from '../capabilities.ts';

const allowedHeaders =
  'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method, Mcp-Name, Last-Event-ID';

export const cors: Middleware = async (ctx, next) => {
  const isPosted = postedPaths.has(ctx.path);
  if (!isPosted && ctx.path !== paths.jwks && !ctx.path.startsWith('/.well-known/')) {
    await next();
    return;
  }
  if (ctx.method === 'OPTIONS') {
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Access-Control-Allow-Methods', isPosted ? 'POST, OPTIONS' : 'GET, HEAD, OPTIONS');
    ctx.set('Access-Control-Allow-Headers', allowedHeaders);
    ctx.set('Access-Control-Max-Age', '3600');
    ctx.status = 204;
    return;
  }
  await next();
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Access-Control-Expose-Headers', 'WWW-Authenticate');
  // The engine's own layer answers for one origin at a time; ours is the same for all.
  ctx.remove('Access-Control-Allow-Credentials');
  ctx.vary('Origin');
};
