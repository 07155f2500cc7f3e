/** Who a person is, as the authorization server says it: code flow, PKCE, nonce, ID token (OpenID Connect Core 1.0 §3.1). */
import type { AuthorizationServerMetadata } from '@granthouse/protocol';
import type { Sealer } from '@granthouse/storage';
import * as oauth from 'oauth4webapi';
import { beginAuthorization, type Attempt } from '../../authorization/begin.ts';
import { ClientError } from '../../client-error.ts';
import { serverMetadata } from '../../discovery/server-metadata.ts';
import type { Fetch } from '../../network/guarded-fetch.ts';
import { register } from '../../registration/register.ts';
import { clientAuthentication } from '../../registration/registered-client.ts';
import { attemptCookie, openedCookie, type Cookies } from './cookies.ts';

export interface SignedInPerson {
  /** The subject of the authorization server. */
  readonly id: string;
  readonly name: string;
  /** As the person types it to sign in, where the authorization server says it. */
  readonly login?: string;
}

export interface SignInOptions {
  readonly issuer: string;
  /** What the authorization server calls this site's endpoint: its tokens are for that (RFC 8707). */
  readonly resource: string;
  readonly redirectUri: string;
  /** As people read it when they are asked. */
  readonly name: string;
  /** Registered there by the operator; by default the site registers itself. */
  readonly client?: { readonly id: string; readonly secret?: string };
  readonly fetch: Fetch;
}

interface Parts extends SignInOptions {
  readonly cookies: Cookies;
  readonly sealer: Sealer;
  readonly now: () => number;
}

export interface SignIn {
  /** Where the browser goes, and the cookies that it keeps; `to` is the path to come back to. */
  begin(request: Request, to: string): Promise<{ readonly url: URL; readonly cookies: readonly string[] }>;
  /** Throws ClientError. */
  finish(request: Request): Promise<{ readonly person: SignedInPerson; readonly to: string; readonly cookie: string }>;
}

interface Kept {
  readonly attempt: Attempt;
  readonly nonce: string;
  readonly to: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Seconds that a person may take. */
const patience = 900;
/** Sign-ins of one browser at the same time, in tabs beside each other. */
const mostUnderWay = 4;
const place = 'connections/site/sign-in';

const cookieName = 'sign_in_';

export function signInOf(parts: Parts): SignIn {
  const { resource, cookies, sealer, now } = parts;
  const knownServer = remembered(() => serverMetadata(parts.issuer, parts.fetch), now);
  const knownClient = remembered(async () => registered(await knownServer(), parts), now);
  return {
    async begin(request, to) {
      const [server, client] = [await knownServer(), await knownClient()];
      const { url, attempt } = await beginAuthorization({ server, resource }, client, ['openid', 'profile']);
      const nonce = oauth.generateRandomNonce();
      url.searchParams.set('nonce', nonce);
      const kept: Kept = { attempt, nonce, to, until: now() + patience * 1000 };
      const cookie = cookies.write(
        attemptCookie(cookieName, attempt.state),
        sealer.seal(JSON.stringify(kept), place),
        patience,
      );
      // Whoever begins again and again would soon send more than a server reads.
      const gone = cookies.names(request, cookieName).slice(0, 1 - mostUnderWay);
      return { url, cookies: [...gone.map((name) => cookies.write(name, '')), cookie] };
    },
    async finish(request) {
      const answer = new URL(request.url);
      const name = attemptCookie(cookieName, answer.searchParams.get('state') ?? '');
      const kept = openedCookie(cookies.read(request, name), sealer, place) as Kept | undefined;
      if (!kept || kept.until <= now()) {
        throw new ClientError('response_mismatch', 'this answer belongs to another attempt, or came too late');
      }
      const claims = await redeemed(await knownServer(), { kept, answer, fetch: parts.fetch });
      return { person: personOf(claims), to: kept.to, cookie: cookies.write(name, '') };
    },
  };
}

/** Milliseconds: a server that has forgotten this client is told of it again, which changes nothing where it has not. */
const longestMemory = 3_600_000;

/** Asked again after a while, and after a failure. */
function remembered<T>(ask: () => Promise<T>, now: () => number): () => Promise<T> {
  let known: { readonly answer: Promise<T>; readonly at: number } | undefined;
  return () => {
    if (known && now() - known.at < longestMemory) return known.answer;
    const answer = ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    known = { answer, at: now() };
    return answer;
  };
}

function registered(server: AuthorizationServerMetadata, { name, redirectUri, client, fetch }: Parts) {
  const preRegistered = client && {
    clientId: client.id,
    ...(client.secret !== undefined && { clientSecret: client.secret }),
  };
  return register({ server }, { name, redirectUri, ...(preRegistered && { preRegistered }) }, fetch);
}

interface Answered {
  readonly kept: Kept;
  readonly answer: URL;
  readonly fetch: Fetch;
}

async function redeemed(metadata: AuthorizationServerMetadata, { kept, answer, fetch }: Answered) {
  const server = metadata as oauth.AuthorizationServer;
  const { client: known, state, codeVerifier, resource } = kept.attempt;
  const client: oauth.Client = { client_id: known.clientId };
  const options = { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: true };
  try {
    const parameters = oauth.validateAuthResponse(server, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuthentication(known),
      parameters,
      known.redirectUri,
      codeVerifier,
      { ...options, additionalParameters: { resource } },
    );
    const expected = { expectedNonce: kept.nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, expected);
    return oauth.getValidatedIdTokenClaims(tokens);
  } catch (cause) {
    throw refused(cause);
  }
}

function refused(cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  if (cause instanceof oauth.AuthorizationResponseError) {
    return new ClientError('sign_in_refused', 'the sign-in was not finished', { error: cause.error, cause });
  }
  return new ClientError('token_refused', 'the authorization server did not say who this is', { cause });
}

function personOf(claims: oauth.IDToken | undefined): SignedInPerson {
  if (!claims) throw new ClientError('token_refused', 'the authorization server did not say who this is');
  const { sub: id, name, preferred_username: login } = claims;
  return {
    id,
    name: typeof name === 'string' && name !== '' ? name : id,
    ...(typeof login === 'string' && { login }),
  };
}
