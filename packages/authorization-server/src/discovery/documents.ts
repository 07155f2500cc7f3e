/** Metadata documents and the key set as ready bytes: built once at start, answered with ETag and Cache-Control (RFC 8414 §3.2). */
import { createHash } from 'node:crypto';
import type { Middleware } from 'koa';
import { paths } from '../capabilities.ts';

interface ReadyDocument {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** Seconds; short enough that a new key is seen long before it signs. */
const maxAge = 300;

/** The discovery tree is owned whole: an unknown path in it is 404 JSON, so that nothing else can ever answer there. */
const discoveryTree = /^\/\.well-known\/(?:oauth|openid-configuration)/;

export function documents(metadata: object, keySet: object): Middleware {
  const metadataDocument = ready(metadata);
  const byPath = new Map([
    ['/.well-known/oauth-authorization-server', metadataDocument],
    ['/.well-known/openid-configuration', metadataDocument],
    [paths.jwks, ready(keySet)],
  ]);
  return async (ctx, next) => {
    const document = byPath.get(ctx.path);
    if (!document && !discoveryTree.test(ctx.path)) {
      await next();
      return;
    }
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('Allow', 'GET, HEAD, OPTIONS');
      ctx.status = 405;
      ctx.body = { error: 'invalid_request', error_description: 'this document is read with GET' };
    } else if (document) {
      answer(ctx, document);
    } else {
      ctx.status = 404;
      ctx.body = { error: 'not_found', error_description: 'no metadata document at this path' };
    }
  };
}

function ready(document: object): ReadyDocument {
  const bytes = Buffer.from(JSON.stringify(document));
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
}

function answer(ctx: Parameters<Middleware>[0], document: ReadyDocument): void {
  ctx.set('Cache-Control', `public, max-age=${maxAge}`);
  ctx.set('ETag', document.etag);
  ctx.type = 'application/json';
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = document.bytes;
}
