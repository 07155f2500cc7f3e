/**
 * `/introspect` and `/revoke` for access tokens that are JWTs (RFC 7662 §2, RFC 7009 §2). The engine authenticates the
 * client first and then refuses such a token with `unsupported_token_type`: from there on it is answered here.
 */
import { writeChallenge } from '@granthouse/protocol';
import type { Context, Middleware } from 'koa';
import type { Client, KoaContextWithOIDC } from 'oidc-provider';
import { type Capabilities } from '../capabilities.ts';
import { Refusal } from '../refusals/refusal.ts';
import { remember } from '../refusals/told.ts';
import type { AccessTokenClaims, IssuedAccessTokens } from './issued-access-tokens.ts';

const inactive = { active: false };

export function introspection(tokens: IssuedAccessTokens, capabilities: Capabilities): Middleware {
  const methods: readonly string[] = capabilities.introspectionAuthenticationMethods;
  return async (ctx, next) => {
    await next();
    if (ctx.method !== 'POST' || ctx.status >= 500 || ctx.status === 401) return;
    const { client, params } = engineContext(ctx);
    // A public client has proven nothing, and neither has a form that names no client (RFC 7662 §2.3).
    if (params && !methods.includes(client?.clientAuthMethod ?? '')) return refuse(ctx);
    const structured = structuredToken(ctx);
    if (!structured) return undefined;
    const claims = await tokens.read(structured.token);
    const isAnswered = claims && mayIntrospect(structured.client, claims) && (await tokens.isActive(claims));
    ctx.status = 200;
    ctx.body = isAnswered ? answerOf(claims) : inactive;
  };
}

export function revocation(tokens: IssuedAccessTokens): Middleware {
  return async (ctx, next) => {
    await next();
    ctx.set('Cache-Control', 'no-store');
    const structured = structuredToken(ctx);
    if (!structured) return;
    const claims = await tokens.read(structured.token);
    if (claims?.client_id === structured.client.clientId) await tokens.revoke(claims);
    // The same answer for every token, so that nobody learns which ones exist (RFC 7009 §2.2).
    ctx.status = 200;
    ctx.type = 'text/plain';
    ctx.body = '';
  };
}

/** A resource server that the token is for, or the client that holds it; any other reads it as inactive (RFC 7662 §4). */
function mayIntrospect(client: Client, claims: AccessTokenClaims): boolean {
  return claims.client_id === client.clientId || claims.aud === client['introspects'];
}

function answerOf({ iss, sub, aud, client_id, scope, exp, iat, jti, cnf }: AccessTokenClaims) {
  const token_type = cnf === undefined ? 'Bearer' : 'DPoP';
  return { active: true, iss, sub, aud, client_id, scope, exp, iat, jti, token_type, cnf };
}

/** The JWT that the engine left, with the client that has authenticated by then. */
function structuredToken(ctx: Context): { token: string; client: Client } | undefined {
  if (errorOf(ctx) !== 'unsupported_token_type') return undefined;
  const { client, params } = engineContext(ctx);
  return client && { client, token: String(params?.['token']) };
}

const engineContext = (ctx: Context) => (ctx as unknown as KoaContextWithOIDC).oidc;

const errorOf = ({ body }: Context) => (body as { error?: string } | undefined)?.error;

function refuse(ctx: Context): void {
  const { issuer } = engineContext(ctx);
  ctx.status = 401;
  ctx.set('WWW-Authenticate', writeChallenge({ scheme: 'Basic', parameters: { realm: issuer } }));
  // In the engine's words, so that nobody learns whether there is such a client.
  ctx.body = { error: 'invalid_client', error_description: 'client authentication failed' };
  remember(ctx, new Refusal('introspection.stranger', 'this endpoint takes clients that authenticate'));
}
