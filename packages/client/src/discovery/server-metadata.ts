/** An authorization server's metadata, by its issuer alone and only from it (CL-3, CL-4, RFC 8414 §3). */
import { isIP } from 'node:net';
import {
  authorizationServerMetadataSchema,
  authorizationServerMetadataUrls,
  type AuthorizationServerMetadata,
  isLoopbackHost,
} from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { firstDocument, readMembers } from './read-document.ts';

export async function serverMetadata(issuer: string, fetch: Fetch): Promise<AuthorizationServerMetadata> {
  const document = await firstDocument(authorizationServerMetadataUrls(issuer), fetch);
  if (document) return judged(document, issuer);
  throw new ClientError('metadata_missing', `${issuer} publishes no metadata (RFC 8414)`);
}

function judged(document: object, issuer: string): AuthorizationServerMetadata {
  const invalid = (why: string) => new ClientError('metadata_invalid', `the metadata of ${issuer} ${why}`);
  // Left out often, and without it no server does what it is found for.
  const read = readMembers(authorizationServerMetadataSchema, { response_types_supported: ['code'], ...document });
  if ('wrong' in read) throw invalid(`has no valid ${read.wrong.join(', ')}`);
  const { data } = read;
  // A resource may write the issuer with a slash at its end, as a URL of a host alone is often written; nothing else.
  if (data.issuer !== issuer && `${data.issuer}/` !== issuer) throw invalid(`is of another issuer, ${data.issuer}`);
  if (!data.code_challenge_methods_supported?.includes('S256')) {
    throw invalid('does not say that it takes PKCE with S256 (RFC 7636)');
  }
  // Whatever the browser is sent to is opened with the person's own sessions (CL-16).
  if (isOnLoopback(data.authorization_endpoint) && !isOnLoopback(issuer)) throw invalid('sends browsers to loopback');
  if (!isOfOneHouse(data)) throw invalid('sends browsers to a site that is neither its own nor that of its tokens');
  return data;
}

/**
 * Else whoever runs a small server of their own could send people to sign in at a great one, as a client that they have
 * registered there, and would be handed the code (RFC 9700 §4.4, for servers without iss).
 */
function isOfOneHouse({ issuer, authorization_endpoint: page, token_endpoint: tokens }: AuthorizationServerMetadata) {
  return [issuer, tokens].some((url) => siteOf(url) === siteOf(page));
}

/** About what one owner has: the last two labels of a name; of an address, or of this machine, the port too. */
function siteOf(url: string): string {
  const { hostname, host } = new URL(url);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname.includes('.')
    ? hostname.split('.').slice(-2).join('.')
    : host;
}

const isOnLoopback = (url: string) => isLoopbackHost(new URL(url).hostname);
