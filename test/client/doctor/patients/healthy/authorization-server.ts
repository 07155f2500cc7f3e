/** A healthy authorization server in memory, small enough that a patient breaks one thing of it (OAuth 2.1, RFC 7591, RFC 7009). */
import { randomUUID } from 'node:crypto';
import { judgeRedirectUri, OAuthError, redirectUriMatches } from '@granthouse/protocol';
import { knownPrivateUseRedirectUris } from '@granthouse/host-profiles';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { type Handler, json, text } from './answers.ts';
import { challengeOf, type Client, clientOf, type Code, type Family, metadataOf } from './records.ts';

/** What it does rightly, and a patient doesn't. */
export interface ServerHabits {
  /** `any`: registers whatever it is told. */
  readonly redirectUris?: 'judged' | 'any';
  /** `opaque`: access tokens that say nothing to whoever reads them. */
  readonly tokens?: 'signed' | 'opaque';
  /** `always`: also for clients that ask for none. */
  readonly secrets?: 'asked' | 'always';
  /** `any`: tokens for whatever resource is asked for. */
  readonly resources?: 'own' | 'any';
  /** `strict`: the whole family ends when a refresh token comes twice, however soon; `until-used`: it brings a new one each time. */
  readonly rotation?: 'graceful' | 'strict' | 'until-used';
  /** `pretended`: says that it revoked. */
  readonly revocation?: 'real' | 'pretended';
  /** `fixed`: tokens are for this audience, whatever is asked for. */
  readonly audience?: string;
}

export interface HealthyAuthorizationServer {
  readonly handler: Handler;
  /** As introspection would: undefined for a token that is not active. */
  verify(token: string): Promise<JWTPayload | undefined>;
}

/** RFC 7591 §3.2.2. */
function judgeRedirectUris(uris: unknown, { redirectUris = 'judged' }: ServerHabits): void {
  if (!Array.isArray(uris)) throw new OAuthError('invalid_redirect_uri', 'redirect_uris is no list');
  if (redirectUris === 'any') return;
  for (const uri of uris) judgeRedirectUri(String(uri), { knownUris: knownPrivateUseRedirectUris });
}

/** The person signs in and agrees by opening the page. `resource` is the only one there is. */
export async function healthyAuthorizationServer(
  issuer: string,
  resource: string,
  habits: ServerHabits = {},
): Promise<HealthyAuthorizationServer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const clients = new Map<string, Client>();
  const codes = new Map<string, Code>();
  const families = new Map<string, Family>();
  const ended = new Set<string>();
  /** What opaque tokens stand for. */
  const signed = new Map<string, string>();

  const judgeResource = (asked: string | null) => {
    if (asked === null || asked === resource || habits.resources === 'any') return asked ?? resource;
    throw new OAuthError('invalid_target', 'no such resource');
  };

  function rotated(family: Family): Family {
    family.previous = family.current;
    family.current = randomUUID();
    families.set(family.current, family);
    return family;
  }

  async function tokens(family: Family): Promise<Response> {
    const access = await new SignJWT({ client_id: family.clientId, scope: family.scope, family: family.id })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer(issuer)
      .setAudience(habits.audience ?? family.resource)
      .setSubject('ada')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
    const opaque = randomUUID();
    signed.set(opaque, access);
    return json({
      access_token: habits.tokens === 'opaque' ? opaque : access,
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: family.current,
      scope: family.scope,
    });
  }

  async function redeem(form: URLSearchParams, client: Client): Promise<Response> {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (code?.clientId !== client.client_id) throw new OAuthError('invalid_grant', 'no such code');
    if (form.get('redirect_uri') !== code.redirectUri) throw new OAuthError('invalid_grant', 'another redirect URI');
    const challenge = challengeOf(form.get('code_verifier') ?? '');
    if (challenge !== code.challenge) throw new OAuthError('invalid_grant', 'the verifier is another');
    judgeResource(form.get('resource'));
    const { clientId, resource: audience, scope } = code;
    return tokens(rotated({ id: randomUUID(), clientId, resource: audience, scope }));
  }

  async function refresh(form: URLSearchParams, client: Client): Promise<Response> {
    const shown = form.get('refresh_token') ?? '';
    const family = families.get(shown);
    if (family?.clientId !== client.client_id || ended.has(family.id)) {
      throw new OAuthError('invalid_grant', 'no such refresh token');
    }
    judgeResource(form.get('resource'));
    if (shown === family.current) return tokens(rotated(family));
    if (habits.rotation === 'strict' || shown !== family.previous) {
      ended.add(family.id);
      throw new OAuthError('invalid_grant', 'the refresh token was used before');
    }
    if (habits.rotation === 'until-used') {
      family.current = randomUUID();
      families.set(family.current, family);
    }
    // Whoever lost a race, or the answer, gets what the family has by now.
    return tokens(family);
  }

  const grants = new Map([
    ['authorization_code', redeem],
    ['refresh_token', refresh],
  ]);

  const routes: Record<string, Handler> = {
    'GET /.well-known/oauth-authorization-server': async () => json(metadataOf(issuer)),
    'GET /jwks': async () => json({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] }),
    async 'POST /register'(request) {
      const wanted = (await request.json()) as Partial<Client>;
      judgeRedirectUris(wanted.redirect_uris, habits);
      const { token_endpoint_auth_method: asked = 'client_secret_basic' } = wanted;
      const method = asked === 'none' && habits.secrets === 'always' ? 'client_secret_basic' : asked;
      const secret = method === 'none' ? {} : { client_secret: randomUUID(), client_secret_expires_at: 0 };
      const known = { client_id: randomUUID(), client_id_issued_at: Math.floor(Date.now() / 1000), ...secret };
      const rest = { token_endpoint_auth_method: method, redirect_uris: wanted.redirect_uris ?? [] };
      const client = { ...wanted, ...known, ...rest };
      clients.set(client.client_id, client);
      return json(client, 201);
    },
    async 'GET /authorize'({ url }) {
      const asked = new URL(url).searchParams;
      const client = clients.get(asked.get('client_id') ?? '');
      const redirectUri = asked.get('redirect_uri') ?? '';
      const isKnown = client?.redirect_uris.some((registered) => redirectUriMatches(registered, redirectUri));
      if (!client || !isKnown) return text('This application is not known here.', 400);
      const answer = new URL(redirectUri);
      answer.searchParams.set('iss', issuer);
      if (asked.has('state')) answer.searchParams.set('state', asked.get('state') ?? '');
      try {
        const challenge = asked.get('code_challenge');
        if (challenge === null || asked.get('code_challenge_method') !== 'S256') {
          throw new OAuthError('invalid_request', 'PKCE with S256 is needed');
        }
        const code = randomUUID();
        const scope = asked.get('scope') ?? 'orders:read';
        const { client_id: clientId } = client;
        codes.set(code, { clientId, redirectUri, challenge, resource: judgeResource(asked.get('resource')), scope });
        answer.searchParams.set('code', code);
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        answer.searchParams.set('error', error.code);
      }
      return new Response(null, { status: 302, headers: { location: answer.href } });
    },
    async 'POST /token'(request) {
      const form = new URLSearchParams(await request.text());
      const client = clientOf(request, form, clients);
      const grant = grants.get(form.get('grant_type') ?? '');
      if (!grant) throw new OAuthError('unsupported_grant_type', 'no such grant');
      return grant(form, client);
    },
    async 'POST /revoke'(request) {
      const form = new URLSearchParams(await request.text());
      clientOf(request, form, clients);
      const token = form.get('token') ?? '';
      const family = families.get(token)?.id ?? (await verify(token))?.['family'];
      if (habits.revocation !== 'pretended' && typeof family === 'string') ended.add(family);
      return new Response(null);
    },
  };

  async function verify(token: string): Promise<JWTPayload | undefined> {
    const verified = await jwtVerify(signed.get(token) ?? token, publicKey, { issuer }).catch(() => undefined);
    return verified && !ended.has(String(verified.payload['family'])) ? verified.payload : undefined;
  }

  const handler: Handler = async (request) => {
    const route = routes[`${request.method} ${new URL(request.url).pathname}`];
    if (!route) return json({ error: 'not_found' }, 404);
    try {
      return await route(request);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const { code, message } = error;
      return json({ error: code, error_description: message }, code === 'invalid_client' ? 401 : 400);
    }
  };
  return { handler, verify };
}
