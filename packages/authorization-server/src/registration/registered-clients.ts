/** How clients come into the store by registering themselves, and how long they stay there (RFC 7591 §3.2.1). */
import type { Document } from '@granthouse/storage';
import type { Client, Provider } from 'oidc-provider';
import { flagRegistration, judgeRegistration, type Imitation } from '../asking/imitations.ts';
import { judgeOf, type Judge } from '../asking/operators-name.ts';
import type { Audit } from '../audit.ts';
import { gathered } from '../gathered.ts';
import type { Limits } from '../limits/limits.ts';
import { TooManyRequests } from '../limits/too-many-requests.ts';
import type { Vault } from '../store/vault.ts';
import type { CompleteOptions } from '../options.ts';
import { isClientIdUrl, randomClientId, selfRegisteredPrefix, sharedClient } from './client-id.ts';
import { secretMembers } from './client-secret.ts';
import { extended, keptFor, type Occasion } from './forgetting.ts';
import type { MetadataDocuments } from './metadata-documents.ts';
import { managedClients, newRegistrationToken, type ManagedClients } from './managed-clients.ts';
import type { ClientMetadata } from './normalise.ts';
import { storedClients, type StoredClients } from './stored-clients.ts';

export interface RegisteredClients {
  /**
   * Normalised metadata becomes a client: a public one is shared by all who send the same, any other is new each time.
   * Throws TooManyRequests where no new one is let in.
   */
  register(metadata: ClientMetadata, asked: Asked): Promise<Registered>;
  /** Those that hold a token for their own registration. */
  readonly managed: ManagedClients;
  /** Keeps a client for what happens to it now; false: it is forgotten already. */
  keep(client: Client, occasion: Occasion): Promise<boolean>;
}

export interface Asked {
  /** Of whoever registers; absent where the operator has invited it, and counts by the invitation. */
  readonly address?: string;
  /** Called once for each new client, for what the event says of it beside its id and method. */
  readonly told: () => Readonly<Record<string, unknown>>;
}

export interface Registered {
  readonly client: Client;
  /** All that is kept of it, with its secret where it has one. */
  readonly metadata: ClientMetadata;
  /** By which it manages itself, told once. */
  readonly token?: string;
}

export interface RegisteredClientsParts {
  readonly vault: Vault;
  readonly provider: Provider;
  readonly options: CompleteOptions;
  readonly audit: Audit;
  readonly documents: Pick<MetadataDocuments, 'keep'>;
  readonly limits: Limits;
}

type NewClient = ClientMetadata & { readonly client_id: string };

interface Room extends RegisteredClientsParts {
  readonly stored: StoredClients;
  readonly judge: Judge;
}

/** The engine looks clients up here from now on, but for those of its configuration and those that a document names. */
export function registeredClients(parts: RegisteredClientsParts): RegisteredClients {
  const room = { ...parts, stored: storedClients(parts.vault, parts.provider), judge: judgeOf(parts.options) };
  lookUpClients(room);
  return {
    managed: managedClients(room),
    register: (metadata, asked) =>
      metadata['token_endpoint_auth_method'] === 'none'
        ? registerShared(room, metadata, asked)
        : registerOwn(room, metadata, asked),
    keep: (client, occasion) => keep(room, client, occasion),
  };
}

async function registerShared(room: Room, metadata: ClientMetadata, asked: Asked): Promise<Registered> {
  const { stored } = room;
  const shared = sharedClient(metadata);
  const { client_id: clientId } = shared;
  // What is remembered is probably there, what is not is probably new; its record is never written twice.
  const found = stored.isRemembered(clientId) ? await stored.find(clientId) : undefined;
  const client = found ?? (await addOrFind(room, shared, asked));
  // It may be forgotten between two of these steps, and is new then.
  if (!client || !(await keep(room, client, 'registered'))) return registerShared(room, metadata, asked);
  return { client, metadata: { ...shared, client_id_issued_at: client.clientIdIssuedAt } };
}

/** Where nothing new is let in, what is there already is answered all the same. */
async function addOrFind(room: Room, shared: NewClient, asked: Asked): Promise<Client | undefined> {
  const find = () => room.stored.find(shared.client_id);
  try {
    return (await add(room, shared, { ...asked, fingerprint: shared.client_id })) ?? (await find());
  } catch (error) {
    const known = error instanceof TooManyRequests ? await find() : undefined;
    if (!known) throw error;
    return known;
  }
}

async function registerOwn(room: Room, metadata: ClientMetadata, asked: Asked): Promise<Registered> {
  const secret = secretMembers(metadata['token_endpoint_auth_method']);
  const own = { ...metadata, ...secret, client_id: randomClientId() };
  const { token, kept } = newRegistrationToken();
  // All that say the same have one fingerprint, as if they shared one id.
  const { client_id: fingerprint } = sharedClient(metadata);
  const client = await add(room, own, { ...asked, fingerprint, fields: kept });
  if (!client) throw new Error('a random client id is taken');
  return { client, metadata: { ...own, client_id_issued_at: client.clientIdIssuedAt }, token };
}

async function add(
  { vault, stored, options, audit, limits, judge }: Room,
  metadata: NewClient,
  { address, fingerprint, told, fields }: Asked & { readonly fingerprint: string; readonly fields?: Document },
): Promise<Client | undefined> {
  const now = vault.now();
  const issued = { ...metadata, client_id_issued_at: Math.floor(now / 1000) };
  const keptUntil = now + keptFor('registered', metadata, options) * 1000;
  // Before anything that costs: a flood that gets nothing more must not be read name by name.
  const giveBack = address === undefined ? undefined : limits.newClient({ address, fingerprint });
  let client: Client | undefined;
  let imitation: Imitation | undefined;
  try {
    imitation = judgeRegistration({ options, audit, judge }, metadata);
    client = await stored.insert(issued, { keptUntil, ...(fields && { fields }) });
  } finally {
    if (!client) giveBack?.();
  }
  if (!client) return undefined;
  audit('client.registered', { client_id: client.clientId, method: client.clientAuthMethod, ...told() });
  flagRegistration(audit, metadata, imitation);
  // Whatever is counted or written is settled by now.
  if (!vault.store.answersTogether) await gathered();
  return client;
}

async function keep(room: Room, client: Client, occasion: Occasion): Promise<boolean> {
  const { stored, vault, options } = room;
  if (isClientIdUrl(client.clientId)) return keepDocument(room, client, occasion);
  if (!client.clientId.startsWith(selfRegisteredPrefix)) return true;
  const date = stored.keptUntil(client);
  // Without a date it registered before there were any, and gets one with the next approval or token.
  if (date === undefined && (occasion === 'registered' || occasion === 'asked')) return true;
  const { tokenEndpointAuthMethod: method, redirectUris } = client;
  const life = keptFor(occasion, { token_endpoint_auth_method: method, redirect_uris: redirectUris }, options);
  const later = extended(date ?? 0, { now: vault.now(), life });
  if (later === undefined || (await stored.extend(client, later))) return true;
  const moved = await stored.find(client.clientId);
  return moved !== undefined && keep(room, moved, occasion);
}

/** Only somebody's approval lets a document leave a copy here: who serves many is not approved for it. */
async function keepDocument({ documents }: Room, { clientId }: Client, occasion: Occasion): Promise<true> {
  if (occasion === 'approved' || occasion === 'used') await documents.keep(clientId);
  return true;
}

function lookUpClients({ provider, options, stored }: Room): void {
  const configured = new Set(options.clients.map(({ client_id: clientId }) => clientId));
  const engineFind = provider.Client.find.bind(provider.Client);
  provider.Client.find = async (clientId) => {
    const isElsewhere = typeof clientId !== 'string' || configured.has(clientId) || isClientIdUrl(clientId);
    return isElsewhere ? engineFind(clientId) : stored.find(clientId);
  };
}
