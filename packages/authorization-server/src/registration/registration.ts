/** The registration endpoint (RFC 7591 §3): JSON, the normaliser, a client; the answer says what was stored, with the redirect URIs as they were sent. */
import { OAuthError } from '@granthouse/protocol';
import type { Context, Middleware } from 'koa';
import { errors, type Client } from 'oidc-provider';
import { paths } from '../capabilities.ts';
import { parsedBody, readBody } from '../middleware/parsed-body.ts';
import { normaliseClientMetadata, saidByClient, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';
import type { RegisteredClients } from './registered-clients.ts';

const mostBytes = 56 * 1024;

/** What has been said of a client: to put it together takes longer than all else when it registers again. */
const answers = new WeakMap<Client, ClientMetadata>();

export function registration(clients: RegisteredClients, policy: NormalisingPolicy): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== paths.registration || ctx.method !== 'POST') {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    try {
      ctx.body = await registered(clients, normaliseClientMetadata(saidByClient(await sentMetadata(ctx)), policy));
      ctx.status = 201;
    } catch (error) {
      refuse(ctx, error);
    }
  };
}

async function registered(clients: RegisteredClients, metadata: ClientMetadata): Promise<ClientMetadata> {
  const client = await clients.register(metadata);
  const answer = answers.get(client) ?? answerOf(client);
  answers.set(client, answer);
  return { ...answer, redirect_uris: metadata['redirect_uris'] };
}

/** All but the redirect URIs; the name under which the asked scope is kept has no meaning outside. */
function answerOf(client: Client): ClientMetadata {
  const { scope_hint: scope, ...members } = client.metadata();
  return scope === undefined ? members : { ...members, scope };
}

async function sentMetadata(ctx: Context): Promise<ClientMetadata> {
  const body = await sentBody(ctx);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as ClientMetadata;
  throw new OAuthError('invalid_request', 'client registration request must be a JSON object');
}

async function sentBody(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    if (ctx.get('Content-Type') === '') return {};
    throw new OAuthError('invalid_request', 'a registration is sent as application/json');
  }
  const parsed = parsedBody(ctx.req);
  try {
    if (parsed === undefined) return JSON.parse(await readBody(ctx.req, mostBytes));
    return typeof parsed === 'string' || Buffer.isBuffer(parsed) ? JSON.parse(parsed.toString()) : parsed;
  } catch (cause) {
    throw new OAuthError('invalid_request', 'failed to parse the request body', { cause });
  }
}

function refuse(ctx: Context, error: unknown): void {
  if (error instanceof OAuthError) {
    ctx.status = error.status;
    ctx.body = error.body();
  } else if (error instanceof errors.OIDCProviderError && error.expose) {
    ctx.status = error.status;
    ctx.body = { error: error.error, error_description: error.error_description };
  } else throw error;
}
