/** The registration endpoint (RFC 7591 §3): JSON, the normaliser, a client; the answer says what was stored, with the redirect URIs as they were sent. */
import type { Context, Middleware } from 'koa';
import type { Client } from 'oidc-provider';
import { paths } from '../capabilities.ts';
import { bearerToken, BearerRefused } from '../middleware/bearer-credential.ts';
import { answerRefusals } from './answer-refusals.ts';
import type { InformClient } from './client-information.ts';
import type { InitialAccessTokens } from './initial-access-tokens.ts';
import { mendedIn } from './mended.ts';
import { normaliseClientMetadata, saidByClient, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';
import { recentlyUsed, type RecentlyUsed } from '../recently-used.ts';
import type { RegisteredClients } from './registered-clients.ts';
import { sentBody, sentMetadata } from './sent-metadata.ts';

/** What a body came to, so that the same one is answered without being read again; never one whose answer holds a secret. */
interface Repeated {
  readonly metadata: ClientMetadata;
  readonly client: Client;
  readonly answer: string;
}

/** Whoever is not invited is counted by address. */
interface Asking {
  readonly address?: string;
  readonly tokenId?: string;
}

export interface RegistrationParts {
  readonly clients: RegisteredClients;
  readonly policy: NormalisingPolicy;
  readonly issuer: string;
  readonly inform: InformClient;
  /** Who registers has to show one; undefined: everybody may register. */
  readonly tokens: InitialAccessTokens | undefined;
}

interface Room extends RegistrationParts {
  readonly repeated: RecentlyUsed<Repeated>;
}

export function registration(parts: RegistrationParts): Middleware {
  const room: Room = { ...parts, repeated: recentlyUsed<Repeated>({ most: 1000, mostSize: 4 * 1024 * 1024 }) };
  return async (ctx, next) => {
    if (ctx.path !== paths.registration || ctx.method !== 'POST') {
      await next();
      return;
    }
    await answerRefusals(ctx, parts.issuer, async () => {
      // Before the body is read: who may not register is told nothing about it.
      const tokenId = await shownToken(room, ctx);
      ctx.body = await answerTo(room, await sentBody(ctx), tokenId === undefined ? { address: ctx.ip } : { tokenId });
      ctx.status = 201;
    });
  };
}

/** `body`: its text, or what a parser made of it. */
async function answerTo(room: Room, body: unknown, { address, tokenId }: Asking): Promise<string> {
  const { clients, policy, inform, repeated } = room;
  const before = typeof body === 'string' ? repeated.get(body) : undefined;
  const metadata = before?.metadata ?? normaliseClientMetadata(saidByClient(sentMetadata(body)), policy);
  await useToken(room, tokenId);
  const told = () => ({
    ...(tokenId === undefined ? {} : { initial_access_token: tokenId }),
    mended: mendedIn(sentMetadata(body), metadata),
  });
  const registered = await clients.register(metadata, { told, ...(address === undefined ? {} : { address }) });
  const { client, token } = registered;
  // Another one when its record changed, or was forgotten and is new.
  if (before?.client === client) return before.answer;
  const answer = JSON.stringify(inform({ ...registered.metadata, redirect_uris: metadata['redirect_uris'] }, token));
  const isShared = client.clientAuthMethod === 'none';
  if (typeof body === 'string' && isShared) {
    repeated.set(body, { metadata, client, answer }, body.length + answer.length);
  }
  return answer;
}

const wanted = 'registration.initial_access_token';

async function shownToken({ tokens }: Room, ctx: Context): Promise<string | undefined> {
  if (!tokens) return undefined;
  const id = await tokens.find(bearerToken(ctx, wanted));
  if (id === undefined) throw new BearerRefused(wanted);
  return id;
}

/** After the body was judged, so that a refused one costs no use. */
async function useToken({ tokens }: Room, id: string | undefined): Promise<void> {
  if (tokens && id !== undefined && !(await tokens.use(id))) throw new BearerRefused(wanted);
}
