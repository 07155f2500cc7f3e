/** The answers of registration and of its management when they say no (RFC 7591 §3.2.2, RFC 6750 §3). */
import { OAuthError } from '@granthouse/protocol';
import type { Context } from 'koa';
import { errors } from 'oidc-provider';
import { BearerRefused, challengeOf } from '../middleware/bearer-credential.ts';
import { remember } from '../refusals/told.ts';

/** What `answer` throws of a request's own faults becomes its answer; nothing of either is kept by a cache. */
export async function answerRefusals(ctx: Context, issuer: string, answer: () => Promise<void>): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'json';
  try {
    await answer();
  } catch (error) {
    refuse(ctx, issuer, error);
  }
}

function refuse(ctx: Context, issuer: string, error: unknown): void {
  if (error instanceof OAuthError) {
    ctx.status = error.status;
    ctx.body = error.body();
    if (error instanceof BearerRefused) ctx.set('WWW-Authenticate', challengeOf(error, issuer));
  } else if (error instanceof errors.OIDCProviderError && error.expose) {
    ctx.status = error.status;
    ctx.body = { error: error.error, error_description: error.error_description };
  } else throw error;
  remember(ctx, error);
}
