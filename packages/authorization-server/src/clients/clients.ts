/**
 * The clients that the operator registers, in the store that the running server reads: what is changed here counts at
 * the next request. They are marked as the operator's, so that nothing that tidies up after self-registered ones takes them.
 */
import { ConfigurationError } from '@granthouse/protocol';
import { everyRecord, type Document } from '@granthouse/storage';
import type Provider from 'oidc-provider';
import type { Audit } from '../audit.ts';
import { endAuthorizations } from '../authorizations/end-authorization.ts';
import type { Capabilities } from '../capabilities.ts';
import { storedClient } from '../engine-adapter.ts';
import type { Vault } from '../store/vault.ts';
import type { CompleteOptions } from '../options.ts';
import { isClientIdUrl } from '../registration/client-id.ts';
import { isSecretMethod, newClientSecret } from '../registration/client-secret.ts';
import type { MetadataDocuments } from '../registration/metadata-documents.ts';
import { engineAccepts } from './engine-accepts.ts';
import { completeClient, type NewClient } from './new-client.ts';

/** RFC 7591 §2 metadata, without the secret. */
export interface PreRegisteredClient {
  readonly client_id: string;
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly token_endpoint_auth_method: string;
  /** The resource whose access tokens it may introspect. */
  readonly introspects?: string | undefined;
  readonly [member: string]: unknown;
}

export interface Clients {
  /** The secret is told here and never again. Throws a ConfigurationError that says what to mend. */
  add(client: NewClient): Promise<PreRegisteredClient & { readonly client_secret?: string }>;
  list(): Promise<PreRegisteredClient[]>;
  /** How many clients registered themselves. */
  countSelfRegistered(): Promise<number>;
  find(clientId: string): Promise<PreRegisteredClient | undefined>;
  /** The new secret; the old one is refused from now on. Undefined: no such client, or none with a secret. */
  rotateSecret(clientId: string): Promise<string | undefined>;
  /** Ends every authorization of the client, too, and keeps no copy of its document; one that registered itself, or that a document names, may come again. False: there was nothing to end. */
  remove(clientId: string): Promise<boolean>;
}

export interface ClientsParts {
  readonly vault: Vault;
  readonly provider: Provider;
  readonly options: CompleteOptions;
  readonly capabilities: Capabilities;
  readonly audit: Audit;
  readonly documents: Pick<MetadataDocuments, 'forget'>;
}

const mark = { field: 'registeredBy', value: 'operator' } as const;

export function clientsOf(parts: ClientsParts): Clients {
  const { store } = parts.vault;
  const stored = async (clientId: string) => {
    refuseConfigured(parts, clientId);
    const document = await store.get('client', clientId);
    return document?.[mark.field] === mark.value ? document : undefined;
  };
  return {
    add: (client) => add(parts, client),
    list: () => allClients(parts.vault),
    countSelfRegistered: () => countSelfRegistered(parts.vault),
    find: (clientId) => stored(clientId).then((document) => document && clientOf(document)),
    async rotateSecret(clientId) {
      const client_secret = newClientSecret();
      const { client_secret: old } = (await stored(clientId)) ?? {};
      if (typeof old !== 'string') return undefined;
      // Not a put: that would bring back a client that is removed meanwhile. Of two rotations at once one is told a secret.
      const set = { client_secret: storedClient(parts.vault, { client_id: clientId, client_secret })['client_secret'] };
      const isRotated = await store.compareAndSet('client', clientId, { expected: { client_secret: old }, set });
      if (!isRotated) return undefined;
      parts.audit('client.secret_replaced', { client_id: clientId });
      return client_secret;
    },
    async remove(clientId) {
      refuseConfigured(parts, clientId);
      const wasStored = await store.delete('client', clientId);
      // A client whose id is the address of its document has no record here, and yet may hold authorizations.
      const ended = await endAuthorizations(store, { field: 'clientId', value: clientId });
      // After them, because whatever is authorized keeps a copy of its document.
      const wasKept = isClientIdUrl(clientId) && (await parts.documents.forget(clientId));
      const isRemoved = wasStored || wasKept || ended > 0;
      if (isRemoved) parts.audit('client.removed', { client_id: clientId, authorizations: ended });
      return isRemoved;
    },
  };
}

async function add(parts: ClientsParts, wanted: NewClient) {
  const { vault, provider, options, audit } = parts;
  const client = completeClient(wanted, parts);
  refuseConfigured(parts, client.client_id);
  const added = {
    ...client,
    client_id_issued_at: Math.floor(options.now() / 1000),
    ...(isSecretMethod(client.token_endpoint_auth_method) ? { client_secret: newClientSecret() } : {}),
  };
  await engineAccepts(provider, added);
  const document = { ...storedClient(vault, added), [mark.field]: mark.value };
  if (!(await vault.store.insert('client', client.client_id, document))) throw taken(client.client_id);
  audit('client.added', { client_id: client.client_id, method: client.token_endpoint_auth_method });
  return added;
}

function taken(clientId: string): ConfigurationError {
  const remedy = 'choose another id, or remove that client first';
  return new ConfigurationError({ path: 'client.client_id', found: `${clientId}, which is taken`, remedy });
}

/** What stands in the configuration is the operator's too, but is changed there. */
function refuseConfigured({ options }: ClientsParts, clientId: string): void {
  const index = options.clients.findIndex(({ client_id: id }) => id === clientId);
  if (index === -1) return;
  throw new ConfigurationError({
    path: `authorizationServer.clients[${index}]`,
    found: `${clientId} in the configuration`,
    remedy: 'change it there and start the server again, or choose another id',
  });
}

function clientOf({ client_secret: _sealed, [mark.field]: _mark, ...metadata }: Document): PreRegisteredClient {
  return metadata as PreRegisteredClient;
}

async function allClients({ store }: Vault): Promise<PreRegisteredClient[]> {
  const clients: PreRegisteredClient[] = [];
  for await (const { document } of everyRecord(store, 'client', mark)) clients.push(clientOf(document));
  return clients;
}

async function countSelfRegistered({ store }: Vault): Promise<number> {
  let count = 0;
  for await (const { document } of everyRecord(store, 'client')) count += document[mark.field] === mark.value ? 0 : 1;
  return count;
}
