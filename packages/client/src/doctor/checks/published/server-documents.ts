/** Where hosts look for an authorization server's metadata, and what is there (RFC 8414 §3.1). */
import { authorizationServerMetadataUrls } from '@granthouse/protocol';
import { asJson, isDocument } from '../../answers.ts';
import type { Exchange, Probe } from '../../probe.ts';

export interface ServerDocuments {
  readonly issuer: string;
  readonly places: readonly Exchange[];
  /** The one that a host takes: the first that is there. */
  readonly found?: Exchange;
}

/** Throws what asking throws. */
export async function serverDocumentsOf(issuer: string, { ask }: Pick<Probe, 'ask'>): Promise<ServerDocuments> {
  const places: Exchange[] = [];
  for (const url of authorizationServerMetadataUrls(issuer)) places.push(await ask(url, asJson));
  const found = places.find(isDocument);
  return { issuer, places, ...(found && { found }) };
}

/** Without metadata of the resource, the server is at the origin (MCP 2025-03-26). */
export const issuerOf = ({ learned, endpoint }: Probe): string =>
  learned.resourceMetadata?.authorization_servers?.[0] ?? endpoint.origin;
