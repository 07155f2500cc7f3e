/** A host as its profile describes it: it becomes known, asks, exchanges and refreshes with what is stated, in the stated order. */
import { createHash, randomBytes } from 'node:crypto';
import type { HostProfile } from '@granthouse/host-profiles';
import { serves } from '../authorization-server/metadata-documents/document-host.ts';
import type { Registered, TokenAnswer } from '../support/oauth-client.ts';
import type { HostsHouse } from './house.ts';
import type { Way } from './ways.ts';

export interface KnownClient extends Pick<Registered, 'client_id' | 'client_secret'> {
  readonly token_endpoint_auth_method?: unknown;
  /** The answer to the registration; a client with a document has none. */
  readonly answer?: Registered;
}

/** What an authorization request asks for; undefined is not sent. */
export interface Asked {
  readonly redirectUri: string;
  readonly scope?: string | undefined;
  readonly resource?: string | undefined;
}

export interface Request {
  readonly url: URL;
  readonly state: string;
  readonly verifier: string;
}

type Fields = Readonly<Record<string, string | undefined>>;

export class SimulatedHost {
  readonly way: Way;
  readonly #house: HostsHouse;

  constructor(way: Way, house: HostsHouse) {
    this.way = way;
    this.#house = house;
  }

  /** Registers, or has its document served; a loopback port may be another one each time. */
  async becomeKnown(port?: number): Promise<KnownClient> {
    const { by, metadata } = this.way;
    if (by === 'document') return this.#publish();
    const redirect_uris = metadata.redirect_uris.map((uri) => (port === undefined ? uri : atPort(uri, port)));
    const response = await this.#post('/register', 'application/json', JSON.stringify({ ...metadata, redirect_uris }));
    if (response.status !== 201) throw new Error(`registration answered ${response.status}: ${await response.text()}`);
    const answer = (await response.json()) as Registered;
    return { ...answer, answer };
  }

  #publish(): KnownClient {
    const { metadata } = this.way;
    const { documents, clientKey } = this.#house;
    const { client_id: url, jwks_uri: keys } = metadata as { client_id?: string; jwks_uri?: string };
    documents.put(String(url), serves(metadata));
    if (keys !== undefined) documents.put(keys, serves({ keys: [clientKey.jwk] }));
    return { client_id: String(url), token_endpoint_auth_method: metadata['token_endpoint_auth_method'] };
  }

  /** What it asks for when the server tells it nothing, where that is known, and last when the server tells it everything. */
  asks(): ReadonlyArray<Omit<Asked, 'redirectUri'>> {
    const { scope, resource } = this.way.host.authorize;
    const told = { scope: scopeAsked(this.way.host, 'mcp:tools'), resource: this.#resourceIn(resource.form) };
    const untold = { scope: scopeWhenNone(scope.when_none), resource: this.#resourceIn(resource.without_prm) };
    const isKnown = ['omitted', 'mcp-url'].includes(resource.without_prm) || scope.when_none !== undefined;
    return isKnown ? [untold, told] : [told];
  }

  #resourceIn(form: string): string | undefined {
    if (['unknown', 'omitted'].includes(form)) return undefined;
    return form === 'sent-form-unknown' ? `${this.#house.resource}/` : this.#house.resource;
  }

  request({ client_id }: KnownClient, { redirectUri: redirect_uri, scope, resource }: Asked): Request {
    const { authorize, quirks } = this.way.host;
    const verifier = randomBytes(32).toString('base64url');
    const state = stateIn(redirect_uri) ?? randomBytes(quirks.includes('HOST-24') ? 300 : 16).toString('base64');
    const prompt = authorize.prompt === 'consent-with-offline-access' && scope?.includes('offline_access');
    const fields: Fields = {
      response_type: 'code',
      client_id,
      redirect_uri,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state,
      scope,
      prompt: prompt === true ? 'consent' : undefined,
      resource,
    };
    return {
      url: new URL(`${this.#house.base}/authorize?${ordered(fields, authorize.params_order)}`),
      state,
      verifier,
    };
  }

  redeem(client: KnownClient, { redirectUri: redirect_uri, resource, ...code }: Asked & Code): Promise<Response> {
    const fields = { code: code.code, code_verifier: code.verifier, redirect_uri, resource };
    const order = this.way.host.token.code_params;
    return this.#token(client, { grant_type: 'authorization_code', ...fields }, order);
  }

  refresh(client: KnownClient, { refresh_token, scope }: TokenAnswer, resource?: string): Promise<Response> {
    const order = this.way.host.token.refresh.params;
    const repeated = order?.includes('scope') ? { scope } : {};
    return this.#token(client, { grant_type: 'refresh_token', refresh_token, resource, ...repeated }, order);
  }

  async #token(client: KnownClient, fields: Fields, order: readonly string[] | undefined): Promise<Response> {
    const [proof, headers] = await this.#proof(client);
    return this.#post('/token', 'application/x-www-form-urlencoded', ordered({ ...fields, ...proof }, order), headers);
  }

  async #proof({
    client_id,
    client_secret,
    token_endpoint_auth_method: method,
  }: KnownClient): Promise<[Fields, Headers?]> {
    const { base, clock, clientKey } = this.#house;
    if (method === 'private_key_jwt') {
      return [{ ...(await clientKey.prove(client_id, base, { exp: clock.seconds() + 60 })) }];
    }
    if (method !== 'client_secret_basic') return [{ client_id, client_secret }];
    const pair = [client_id, client_secret ?? ''].map(encodeURIComponent).join(':');
    return [{}, new Headers({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })];
  }

  async #post(path: string, type: string, body: string, headers = new Headers()): Promise<Response> {
    const { user_agent: agent, browser_based: isInPage, origins } = this.way.host.http;
    headers.set('content-type', type);
    if (agent !== null && !agent.includes('{{')) headers.set('user-agent', agent);
    const origin = origins?.[0] ?? 'https://tools.example.com';
    if (isInPage) headers.set('origin', origin);
    const response = await fetch(this.#house.base + path, { method: 'POST', headers, body });
    const readable = response.headers.get('access-control-allow-origin');
    if (isInPage && readable !== '*' && readable !== origin) throw new Error(`a page may not read ${path}`);
    return response;
  }
}

export interface Code {
  readonly code: string;
  readonly verifier: string;
}

/** The URI with another port where it leads to the person's own machine, as it is elsewhere. */
export function atPort(uri: string, port: number): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d+)?/u, `$1:${port}`);
}

/** With offline_access where servers that list it are asked for it; ours lists it nowhere and understands it. */
export function scopeAsked({ authorize: { scope } }: HostProfile, wanted: string): string | undefined {
  if (scope.order.length === 0) return undefined;
  return scope.offline_access === 'if-advertised' ? `${wanted} offline_access` : wanted;
}

/** A host that writes its state into the redirect URI sends the same one beside it. */
function stateIn(redirectUri: string): string | undefined {
  return new URL(redirectUri).searchParams.get('state') ?? undefined;
}

function scopeWhenNone(form: string | undefined): string | undefined {
  if (form === 'openid') return 'openid';
  return form === 'empty-parameter' ? '' : undefined;
}

/** First the members whose order is known, then the others. */
function ordered(fields: Fields, order: readonly string[] = []): string {
  const names = [...new Set([...order, ...Object.keys(fields)])];
  return new URLSearchParams(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as [string, string]])),
  ).toString();
}
