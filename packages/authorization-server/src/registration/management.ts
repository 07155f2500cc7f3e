/** A client's own registration, read, replaced and deleted by who holds its token (RFC 7592 §2). */
import type { Context, Middleware } from 'koa';
import { managedClientId } from '../capabilities.ts';
import { bearerToken, BearerRefused } from '../middleware/bearer-credential.ts';
import { Refusal } from '../refusals/refusal.ts';
import { answerRefusals } from './answer-refusals.ts';
import type { InformClient } from './client-information.ts';
import type { Holder, ManagedClients } from './managed-clients.ts';
import { normaliseClientMetadata, saidByClient, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';
import { sentBody, sentMetadata } from './sent-metadata.ts';

interface Room {
  readonly clients: ManagedClients;
  readonly policy: NormalisingPolicy;
  readonly issuer: string;
  readonly inform: InformClient;
}

const wanted = 'registration.access_token';

/** RFC 7592 §2.2. */
const neverSent = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

type Act = (room: Room, ctx: Context, holder: Holder) => Promise<void>;

const acts: Readonly<Record<string, Act>> = { GET: read, PUT: replace, DELETE: remove };

export function management(room: Room): Middleware {
  return async (ctx, next) => {
    const clientId = managedClientId(ctx.path);
    const act = acts[ctx.method];
    if (clientId === undefined || act === undefined) {
      await next();
      return;
    }
    await answerRefusals(ctx, room.issuer, () => act(room, ctx, { clientId, token: bearerToken(ctx, wanted) }));
  };
}

async function read({ clients, inform }: Room, ctx: Context, holder: Holder): Promise<void> {
  ctx.body = inform(known(await clients.find(holder)), holder.token);
}

async function replace({ clients, policy, inform }: Room, ctx: Context, holder: Holder): Promise<void> {
  const before = known(await clients.find(holder));
  const sent = sentMetadata(await sentBody(ctx));
  refuseForeign(sent, before);
  const metadata = normaliseClientMetadata(saidByClient(sent), policy);
  if (metadata['token_endpoint_auth_method'] === 'none') {
    refuse('token_endpoint_auth_method can not become none: a public client is shared by all who register the same');
  }
  ctx.body = inform(known(await clients.replace(holder, metadata)), holder.token);
}

async function remove({ clients }: Room, ctx: Context, holder: Holder): Promise<void> {
  if (!(await clients.remove(holder))) throw new BearerRefused(wanted);
  ctx.status = 204;
}

function known(metadata: ClientMetadata | undefined): ClientMetadata {
  if (metadata === undefined) throw new BearerRefused(wanted);
  return metadata;
}

/** What names the client has to be its own, and nothing of what the server sets can be chosen. */
function refuseForeign(sent: ClientMetadata, before: ClientMetadata): void {
  const set = neverSent.find((name) => sent[name] !== undefined);
  if (set !== undefined) refuse(`${set} is never sent`);
  if (sent['client_id'] !== before['client_id']) refuse('client_id must be that of the client');
  const { client_secret: secret } = sent;
  if (secret !== undefined && secret !== before['client_secret'])
    refuse('client_secret must be the present one, or be left out');
}

function refuse(problem: string): never {
  throw new Refusal('registration.replacement', problem);
}
