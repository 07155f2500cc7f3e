/** The registration endpoint (RFC 7591 §3): JSON, the normaliser, a client; the answer says what was stored, with the redirect URIs as they were sent. */
import { clientInformationSchema, OAuthError } from '@granthouse/protocol';
import type { Context, Middleware } from 'koa';
import { errors, type Client } from 'oidc-provider';
import { paths } from '../capabilities.ts';
import { parsedBody, readBody } from '../middleware/parsed-body.ts';
import { Refusal } from '../refusals/refusal.ts';
import { remember } from '../refusals/told.ts';
import { mendedIn } from './mended.ts';
import { normaliseClientMetadata, saidByClient, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';
import { recentlyUsed, type RecentlyUsed } from './recently-used.ts';
import type { Registered, RegisteredClients } from './registered-clients.ts';

const mostBytes = 56 * 1024;

/** What a body came to, so that the same one is answered without being read again; never one whose answer holds a secret. */
interface Repeated {
  readonly metadata: ClientMetadata;
  readonly client: Client;
  readonly answer: string;
}

interface Room {
  readonly clients: RegisteredClients;
  readonly policy: NormalisingPolicy;
  readonly repeated: RecentlyUsed<Repeated>;
}

export function registration(clients: RegisteredClients, policy: NormalisingPolicy): Middleware {
  const repeated = recentlyUsed<Repeated>({ most: 1000, mostSize: 4 * 1024 * 1024 });
  const room: Room = { clients, policy, repeated };
  return async (ctx, next) => {
    if (ctx.path !== paths.registration || ctx.method !== 'POST') {
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'json';
    try {
      ctx.body = await answerTo(room, await sentBody(ctx));
      ctx.status = 201;
    } catch (error) {
      refuse(ctx, error);
    }
  };
}

/** `body`: its text, or what a parser made of it. */
async function answerTo({ clients, policy, repeated }: Room, body: unknown): Promise<string> {
  const before = typeof body === 'string' ? repeated.get(body) : undefined;
  const metadata = before?.metadata ?? normaliseClientMetadata(saidByClient(sentMetadata(body)), policy);
  const registered = await clients.register(metadata, () => ({ mended: mendedIn(sentMetadata(body), metadata) }));
  const { client } = registered;
  // Another one when its record changed, or was forgotten and is new.
  if (before?.client === client) return before.answer;
  const answer = JSON.stringify(clientInformationSchema.parse(answerOf(registered, metadata)));
  const isShared = client.clientAuthMethod === 'none';
  if (typeof body === 'string' && isShared) {
    repeated.set(body, { metadata, client, answer }, body.length + answer.length);
  }
  return answer;
}

/** The name under which the asked scope is kept has no meaning outside; the redirect URIs are those that were sent. */
function answerOf({ client, metadata }: Registered, { redirect_uris: redirectUris }: ClientMetadata): ClientMetadata {
  const { scope_hint: scope, ...members } = metadata;
  // Some clients expect RS256 when they are not told (OpenID Connect Registration §2).
  const idTokens = { id_token_signed_response_alg: client['idTokenSignedResponseAlg'] };
  return { ...members, ...idTokens, redirect_uris: redirectUris, scope };
}

function sentMetadata(body: unknown): ClientMetadata {
  const members: unknown = typeof body === 'string' ? parsedJson(body) : body;
  if (typeof members === 'object' && members !== null && !Array.isArray(members)) return members as ClientMetadata;
  throw new Refusal('registration.body', 'client registration request must be a JSON object');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function sentBody(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    if (ctx.get('Content-Type') === '') return {};
    throw new Refusal('registration.body', 'a registration is sent as application/json');
  }
  const parsed = parsedBody(ctx.req);
  if (parsed !== undefined) return Buffer.isBuffer(parsed) ? parsed.toString() : parsed;
  try {
    return await readBody(ctx.req, mostBytes);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) => new Refusal('registration.body', 'failed to parse the request body', { cause });

function refuse(ctx: Context, error: unknown): void {
  if (error instanceof OAuthError) {
    ctx.status = error.status;
    ctx.body = error.body();
  } else if (error instanceof errors.OIDCProviderError && error.expose) {
    ctx.status = error.status;
    ctx.body = { error: error.error, error_description: error.error_description };
  } else throw error;
  remember(ctx, error);
}
