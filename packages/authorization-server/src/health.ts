/** Is the process alive, and can it serve: for load balancers and supervisors. */
import type { DocumentStore } from '@granthouse/storage';
import type { Middleware } from 'koa';
import type { Outages } from './middleware/outages.ts';

export const healthPaths = ['/health/live', '/health/ready'] as const;

/** A store may be read and not written, as on a full disk: what the requests have met counts too. */
export function health(store: DocumentStore, outages: Pick<Outages, 'isRecent'>): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/health/live' && ctx.path !== '/health/ready') {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    const isReady = ctx.path === '/health/live' || (!outages.isRecent() && (await canRead(store)));
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
