/** From the address of an MCP server to the address that a browser opens (MCP authorization, CL-1 to CL-11). */
import { createHash, randomBytes } from 'node:crypto';
import type { Authorization } from '../authorization/authorization.ts';
import { beginAuthorization } from '../authorization/begin.ts';
import { discover, type Discovery } from '../discovery/discover.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import type { ClientIdentity } from '../registration/client-identity.ts';
import { isUsableAt, register } from '../registration/register.ts';
import type { RegisteredClient } from '../registration/registered-client.ts';
import { askUnauthorized } from './ask-unauthorized.ts';
import type { BegunSignIn, SignInAttempt, SignInOptions } from './sign-in.ts';

/** A person may have to find a password, or a second device, first. */
const attemptLife = 30 * 60_000;

/**
 * Asks the endpoint, finds its authorization server, and registers where that is needed. Throws ClientError
 * `metadata_missing`, `metadata_invalid`, `client_needed`, `registration_refused`, or what fetching throws.
 */
export async function beginSignIn(endpoint: URL, options: SignInOptions): Promise<BegunSignIn> {
  const { fetch, now = Date.now, held, known = clientOf(held), needed } = options;
  const identity = boundIdentity(options);
  const preferred = identity.preRegistered?.issuer ?? known?.issuer;
  const { challenges } = await askUnauthorized(endpoint, fetch);
  const discovery = await discover(endpoint, { fetch, challenges, ...(preferred !== undefined && { preferred }) });
  const { server, resource, resourceMetadata } = discovery;
  const isHeld = held?.issuer === server.issuer && held.resource === resource;
  const scopes = distinct(isHeld ? held.requested : [], needed ?? discovery.scopes, offlineAccess(server));
  const beginning = { identity, scopes, isSecond: false, now: now() };
  if (known && isUsableAt(server, { known, identity, now: now() })) {
    const again = await begun(discovery, known, beginning);
    if (!(await isUnknownAt(again.url, fetch))) return again;
  }
  const wanted = { server, scopes: distinct(scopes, resourceMetadata.scopes_supported ?? []) };
  const client = await register(wanted, identity, fetch);
  const first = await begun(discovery, client, beginning);
  if (client.how !== 'metadata document' || server.registration_endpoint === undefined) return first;
  if (!(await isUnknownAt(first.url, fetch))) return first;
  // A server that can't read the document, for it reaches less than browsers do, may still register its client.
  const { metadataUrl: _unread, ...rest } = identity;
  return begun(discovery, await register(wanted, rest, fetch), { ...beginning, identity: rest });
}

/**
 * Whether the page that a person would see says that nobody knows this client: no answer ever comes back from there. A
 * server that knows it shows a page or sends to one, and what else is wrong is sent back (RFC 6749 §4.1.2.1).
 */
async function isUnknownAt(url: URL, fetch: Fetch): Promise<boolean> {
  // Browsers may reach what this client does not.
  const response = await fetch(url, { headers: { accept: 'text/html' } }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 400 || response?.status === 401;
}

const distinct = (...lists: ReadonlyArray<readonly string[]>) => [...new Set(lists.flat())];

/** Where it is listed, nobody gets a refresh token without it (OpenID Connect Core §11). */
const offlineAccess = ({ scopes_supported: scopes = [] }: Discovery['server']) =>
  scopes.filter((scope) => scope === 'offline_access');

/** The same client again, unless the server said that it doesn't know it. */
const clientOf = (held?: Authorization) => (held?.ended?.endsWith('_client') ? undefined : held?.client);

/** An id that was used at one issuer before is of that issuer, also where nobody said so when it was given (CL-8). */
function boundIdentity({ identity, held }: SignInOptions): ClientIdentity {
  const { preRegistered } = identity;
  if (!held || preRegistered?.clientId !== held.client.clientId) return identity;
  return { ...identity, preRegistered: { issuer: held.issuer, ...preRegistered } };
}

interface Beginning extends Pick<SignInAttempt, 'identity' | 'isSecond'> {
  readonly scopes: readonly string[];
  readonly now: number;
}

export async function begun(
  target: Pick<Discovery, 'server' | 'resource'>,
  client: RegisteredClient,
  { identity, scopes, isSecond, now }: Beginning,
): Promise<BegunSignIn> {
  const { url, attempt: authorization } = await beginAuthorization(target, client, scopes);
  const binding = randomBytes(32).toString('base64url');
  const bindingHash = hashOf(binding);
  const { state } = authorization;
  const attempt = { state, authorization, identity, bindingHash, expiresAt: now + attemptLife, isSecond };
  return { url, attempt, binding, client };
}

export const hashOf = (binding: string): string => createHash('sha256').update(binding).digest('base64url');
