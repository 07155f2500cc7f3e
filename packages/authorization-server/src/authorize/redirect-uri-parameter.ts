/** The `redirect_uri` that an authorization request leaves out: the client's only one, unless that lacks the port (RFC 6749 §3.1.2.3). */
import { withoutLoopbackPort } from '@granthouse/protocol';
import type { Middleware } from 'koa';
import type { Client, Provider } from 'oidc-provider';
import { paths } from '../capabilities.ts';

export function redirectUriParameter(provider: Provider): Middleware {
  return async (ctx, next) => {
    const { client_id: clientId, redirect_uri: redirectUri } = ctx.query;
    const isAbsent = redirectUri === undefined || redirectUri === '';
    if (ctx.path === paths.authorization && isAbsent && typeof clientId === 'string') {
      // What is wrong with the client, the engine says.
      const only = onlyRedirectUri(await provider.Client.find(clientId).catch(() => undefined));
      if (only !== undefined) ctx.query = { ...ctx.query, redirect_uri: only };
    }
    await next();
  };
}

function onlyRedirectUri(client: Client | undefined): string | undefined {
  const [only, ...others] = client?.redirectUris ?? [];
  // Whatever listens on port 80 of the person's machine, it is not the app.
  const isWhole = only !== undefined && withoutLoopbackPort(only) !== only;
  return isWhole && others.length === 0 ? only : undefined;
}
