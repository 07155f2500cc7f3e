/** The engine reads a client that the operator named when it first comes; the operator hears before that what would be wrong then (RFC 7591 §2). */
import { ConfigurationError } from '@granthouse/protocol';
import { errors, type Client, type Provider } from 'oidc-provider';
import type { CompleteOptions } from '../options.ts';

/** Throws a ConfigurationError when the configuration names a client that the engine would refuse. */
export async function engineAcceptsConfigured(provider: Provider, options: CompleteOptions): Promise<void> {
  const { pinned } = options.clientIdMetadataDocuments;
  const known = [
    ...options.clients.map(({ client_id: clientId }, index) => ({ clientId, path: `clients[${index}]` })),
    ...pinned.map(({ client_id: clientId }, index) => ({
      clientId,
      path: `clientIdMetadataDocuments.pinned[${index}]`,
    })),
  ];
  for (const { clientId, path } of known) {
    await accepted({ clientId, path: `authorizationServer.${path}` }, () => provider.Client.find(clientId));
  }
}

/** The same for a client that is not kept yet. */
export async function engineAccepts(provider: Provider, client: { readonly client_id: string }): Promise<void> {
  const EngineClient = provider.Client as unknown as new (metadata: object) => Client;
  await accepted({ clientId: client.client_id, path: 'client' }, () => new EngineClient(client));
}

async function accepted({ clientId, path }: { clientId: string; path: string }, read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (cause) {
    const found =
      cause instanceof errors.OIDCProviderError ? (cause.error_description ?? cause.message) : String(cause);
    throw new ConfigurationError({ path, found, remedy: `mend the client "${clientId}" (RFC 7591 §2)` }, { cause });
  }
}
