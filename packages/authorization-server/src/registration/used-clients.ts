/** A client for which tokens were issued is kept: the step around the token endpoint that sees to it. */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Log } from '../log.ts';
import type { RegisteredClients } from './registered-clients.ts';

export function usedClients(clients: RegisteredClients, log: Log): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.status !== 200) return;
    const { client } = (ctx as unknown as KoaContextWithOIDC).oidc;
    if (!client) return;
    try {
      await clients.keep(client, 'used');
    } catch (error) {
      // The code or the refresh token is spent, so the client gets its answer; the next request tries again.
      log.warn({ client_id: client.clientId, cause: String(error) }, 'a client could not be kept for longer');
    }
  };
}
