/** Is the process alive, and can it serve: for load balancers and supervisors. */
import type { DocumentStore } from '@granthouse/storage';
import type { Middleware } from 'koa';

export const healthPaths = ['/health/live', '/health/ready'] as const;

export function health(store: DocumentStore): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/health/live' && ctx.path !== '/health/ready') {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    const isReady = ctx.path === '/health/live' || (await canRead(store));
    ctx.status = isReady ? 200 : 503;
    ctx.body = { status: isReady ? 'ok' : 'unavailable' };
  };
}

async function canRead(store: DocumentStore): Promise<boolean> {
  try {
    await store.get('server_key', 'signing');
    return true;
  } catch {
    return false;
  }
}
