/** The engine, configured: the only file with `new Provider`. Each setting that differs from stock says why. */
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from './accounts/accounts.ts';
import type { Audit } from './audit.ts';
import { answerInQuery, judgeAnswerForm } from './authorize/answer-form.ts';
import { refuseOtherSignIn } from './authorize/other-sign-in.ts';
import { ownGrant } from './authorize/own-grant.ts';
import { prompts } from './authorize/prompts.ts';
import { resourceIndicators } from './authorize/resource-indicators.ts';
import { settleScope } from './authorize/requested-scope.ts';
import { acceptedOpenidScopes, openidClaims, paths, type Capabilities } from './capabilities.ts';
import { engineCookies } from './cookies.ts';
import { engineAdapter } from './engine-adapter.ts';
import type { Vault } from './store/vault.ts';
import { leanModels } from './engine-models.ts';
import { pinRequest } from './middleware/pinned-host.ts';
import type { Limits } from './limits/limits.ts';
import type { CompleteOptions } from './options.ts';
import { clientsByDocument } from './registration/clients-by-document.ts';
import { extraClientMetadata } from './registration/engine-hooks.ts';
import { engineFetch, mostKeySetBytes } from './registration/key-sets.ts';
import type { MetadataDocuments } from './registration/metadata-documents.ts';
import type { ErrorAnswer, Teller } from './refusals/told.ts';
import type { NormalisingPolicy } from './registration/normalise.ts';
import type { Resources } from './resources.ts';
import type { ServerKeys } from './server-keys.ts';
import { EngineKey } from './signing-keys/engine-key.ts';
import { judgeIdTokenHints } from './signing-keys/id-token-hints.ts';
import type { SigningKeys } from './signing-keys/signing-keys.ts';
import { judgeAssertionLife } from './token/client-assertion.ts';
import { dpopFeature, expectProof, rememberProofs } from './token/dpop.ts';
import { leaveOutEmptyScope, settleGrantParameters } from './token/grant-parameters.ts';
import { grantAdapters, surrounded, type GrantHandler, type GrantParts } from './token/grant-handlers.ts';
import { grantPartsOf, tokenSettings } from './token/token-settings.ts';

export interface EngineParts {
  readonly options: CompleteOptions;
  readonly capabilities: Capabilities;
  readonly policy: NormalisingPolicy;
  readonly documents: MetadataDocuments;
  readonly resources: Resources;
  readonly vault: Vault;
  readonly accounts: Accounts;
  readonly signingKeys: SigningKeys;
  readonly serverKeys: ServerKeys;
  readonly renderError: NonNullable<Configuration['renderError']>;
  readonly teller: Teller;
  readonly audit: Audit;
  readonly limits: Limits;
}

/** Every stock grant handler gets its parameters settled first, and what follows from its answer; the handler itself stays the engine's. */
class GranthouseProvider extends Provider {
  readonly #resources: Resources;
  readonly #grants: GrantParts;
  readonly #teller: Teller;

  constructor(parts: EngineParts, grants: GrantParts) {
    super(parts.options.issuer, configurationOf(parts, grants));
    this.#resources = parts.resources;
    this.#grants = grants;
    this.#teller = parts.teller;
    const { signingKeys, vault } = parts;
    leanModels(this, { current: () => signingKeys.current(), gather: !vault.store.answersTogether });
    judgeIdTokenHints(this, signingKeys);
    rememberProofs(this);
    grants.families.chooseValues(this.RefreshToken);
  }

  override registerGrantType<Params extends object>(
    ...[name, handler, ...rest]: Parameters<typeof Provider.prototype.registerGrantType<Params>>
  ): void {
    const settled: typeof handler = async (ctx) => {
      expectProof(ctx);
      await settleGrantParameters({ provider: this, resources: this.#resources }, ctx);
      await surrounded(name, handler as GrantHandler, this.#grants)(ctx);
      leaveOutEmptyScope(ctx);
    };
    super.registerGrantType(name, settled, ...rest);
  }

  /** What sends the browser back to the client, with an error explained. */
  override registerResponseMode(...[name, handler]: Parameters<typeof Provider.prototype.registerResponseMode>): void {
    const respond = name === 'query' ? answerInQuery : handler;
    super.registerResponseMode(name, (ctx, redirectUri, payload) =>
      respond(ctx, redirectUri, isError(payload) ? this.#teller.explained(ctx, payload) : payload),
    );
  }
}

const isError = (payload: object): payload is ErrorAnswer => 'error' in payload;

export function createProvider(parts: EngineParts): Provider {
  const provider = new GranthouseProvider(parts, grantPartsOf(parts));
  pinRequest(provider, parts.options);
  refuseOtherSignIn(provider);
  return provider;
}

function configurationOf(parts: EngineParts, grants: GrantParts): Configuration {
  const { options, capabilities, policy, accounts, limits } = parts;
  return {
    clients: options.clients,
    extraClientMetadata: extraClientMetadata(policy),
    ...storedAndFetched(parts, grants),
    jwks: { keys: [new EngineKey(parts.signingKeys)] },
    cookies: engineCookies(options, parts.serverKeys),
    routes: paths,
    ...openidOf(),
    responseTypes: [...capabilities.responseTypes],
    ...clientAuthenticationOf(parts),
    clientDefaults: clientDefaults(capabilities),
    enabledJWA: {
      idTokenSigningAlgValues: [capabilities.signingAlgorithm],
      clientAuthSigningAlgValues: [...capabilities.clientAuthenticationAlgorithms],
      dPoPSigningAlgValues: [...capabilities.dpopAlgorithms],
    },
    // OAuth 2.1 §4.1.1: for every client, S256 alone.
    pkce: { required: () => true },
    // Where it may be left out, it is filled in before the engine looks (authorize/redirect-uri-parameter.ts).
    allowOmittingSingleRegisteredRedirectUri: false,
    ...tokenSettings(options, limits),
    // Called for each authorization request, after the resource is known: the place where an absent scope becomes the default one.
    extraParams: {
      scope_default: (ctx) => {
        judgeAnswerForm(ctx, capabilities);
        settleScope(ctx, parts.resources);
      },
    },
    clientBasedCORS: () => true,
    findAccount: (_ctx, id) =>
      accounts.find(id).then((account) => account && { accountId: id, claims: () => account.claims }),
    loadExistingGrant: ownGrant,
    interactions: { policy: prompts(), url: (_ctx, { uid }) => `${options.issuerPath}/interaction/${uid}` },
    renderError: parts.renderError,
    features: featuresOf(parts),
  };
}

/** Where the engine keeps and finds things, and what it fetches. */
function storedAndFetched({ vault, documents }: EngineParts, grants: GrantParts) {
  return {
    adapter: clientsByDocument(grantAdapters(engineAdapter(vault), grants), documents),
    fetch: engineFetch(documents.keySets),
    fetchResponseBodyLimits: { jwks_uri: mostKeySetBytes, sector_identifier_uri: 0 },
  };
}

/** OpenID Connect, small: hosts show who is signed in. */
function openidOf() {
  return {
    scopes: [...acceptedOpenidScopes],
    claims: openidClaims,
    // The engine's userinfo endpoint takes opaque tokens only; ours are JWTs for one resource, so claims travel in the ID token.
    conformIdTokenClaims: false,
  };
}

function featuresOf(parts: EngineParts): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    dPoP: dpopFeature(parts),
    // A key that the engine asks for each signature: keys change without a restart.
    externalSigningSupport: { enabled: true, ack: 'experimental-01' },
    // The endpoint is ours: registration/registration.ts.
    registration: { enabled: false },
    // Refresh tokens alone: access tokens are JWTs, which are answered for in token/structured-tokens.ts.
    introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    resourceIndicators: resourceIndicators(parts),
  };
}

function clientAuthenticationOf({ options, capabilities }: EngineParts) {
  return {
    clientAuthMethods: [...capabilities.clientAuthenticationMethods],
    assertJwtClientAuthClaimsAndHeader: (_ctx: KoaContextWithOIDC, claims: Record<string, unknown>) =>
      judgeAssertionLife(claims, options.now()),
  };
}

function clientDefaults(capabilities: Capabilities): NonNullable<Configuration['clientDefaults']> {
  return {
    grant_types: [...capabilities.grantTypes],
    response_types: [...capabilities.responseTypes],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: capabilities.signingAlgorithm,
  };
}
