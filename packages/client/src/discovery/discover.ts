/** From the address of an MCP server to the authorization server that it names (CL-1 to CL-4). */
import { type AuthorizationServerMetadata, type Challenge, type ProtectedResourceMetadata } from '@granthouse/protocol';
import { readScope } from '../authorization/read-scope.ts';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { resourceMetadata } from './resource-metadata.ts';
import { serverMetadata } from './server-metadata.ts';
import { tokenChallenge } from './token-challenge.ts';

/** What a host has to know before it registers. */
export interface Discovery {
  /** What tokens are asked for (RFC 8707 §2). */
  readonly resource: string;
  readonly resourceMetadata: ProtectedResourceMetadata;
  readonly server: AuthorizationServerMetadata;
  /** The scopes to ask for: the challenge's, else all that the resource lists, else none (CL-11). */
  readonly scopes: readonly string[];
}

export interface DiscoveryContext {
  readonly fetch: Fetch;
  /** Of the 401 that began it. */
  readonly challenges?: readonly Challenge[];
  /** The issuer to take where the resource names several and this is one of them; by default the first. */
  readonly preferred?: string;
}

/** A resource has a handful; nobody is sent around the internet by a list. */
const mostServers = 5;

/** Throws ClientError `metadata_missing` or `metadata_invalid`, or what fetching throws. */
export async function discover(endpoint: URL, context: DiscoveryContext): Promise<Discovery> {
  const { resource_metadata: challenged, scope } = tokenChallenge(context.challenges);
  const found = await resourceMetadata(endpoint, { fetch: context.fetch, challenged });
  const server = await chosenServer(found, context);
  const scopes = scope === undefined ? (found.scopes_supported ?? []) : readScope(scope);
  return { resource: found.resource, resourceMetadata: found, server, scopes };
}

/** The preferred one, else the first that can be used; when none can, what is wrong with the first (RFC 9728 §7.6). */
async function chosenServer(
  { authorization_servers: issuers = [] }: ProtectedResourceMetadata,
  { fetch, preferred }: DiscoveryContext,
): Promise<AuthorizationServerMetadata> {
  const inOrder = issuers.toSorted((a, b) => Number(b === preferred) - Number(a === preferred));
  const failures: Error[] = [];
  for (const issuer of inOrder.slice(0, mostServers)) {
    try {
      return await serverMetadata(issuer, fetch);
    } catch (failure) {
      // Whoever lists servers that never answer holds nobody up for longer than one.
      if (failure instanceof ClientError && failure.code === 'timed_out') throw failure;
      failures.push(failure as Error);
    }
  }
  throw failures[0] ?? new ClientError('metadata_invalid', 'the resource names no authorization server');
}
