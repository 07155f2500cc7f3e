/** The ORDER of what happens to a request, on one screen. */
import type { Middleware } from 'koa';
import compose from 'koa-compose';
import type Provider from 'oidc-provider';
import { assets } from './assets.ts';
import { enginePage } from './authorize/engine-page.ts';
import { openidParameters } from './authorize/openid-parameters.ts';
import { postedRequest } from './authorize/posted-request.ts';
import { redirectUriParameter } from './authorize/redirect-uri-parameter.ts';
import { resourceParameter } from './authorize/resource-parameter.ts';
import { managedClientId, paths, type Capabilities } from './capabilities.ts';
import { defaultEndpoints } from './default-endpoints.ts';
import { documents } from './discovery/documents.ts';
import { metadataOf } from './discovery/metadata.ts';
import { entrance, type EntranceListener } from './entrance.ts';
import { health } from './health.ts';
import { browserSession } from './interaction/browser-session.ts';
import { interactions } from './interaction/interactions.ts';
import type { InteractionRoom } from './interaction/room.ts';
import { limitClients, limitedRequests } from './limits/limited-requests.ts';
import { undeclaredProxy } from './limits/undeclared-proxy.ts';
import { cors } from './middleware/cors.ts';
import { engineRoutes } from './middleware/engine-routes.ts';
import { errors } from './middleware/errors.ts';
import { issuerPath } from './middleware/issuer-path.ts';
import { outages } from './middleware/outages.ts';
import { parsedBodies } from './middleware/parsed-body.ts';
import { errorPages } from './refusals/error-pages.ts';
import type { Vault } from './store/vault.ts';
import type { NormalisingPolicy } from './registration/normalise.ts';
import { clientInformation } from './registration/client-information.ts';
import { initialAccessTokensOf } from './registration/initial-access-tokens.ts';
import { management } from './registration/management.ts';
import { registration } from './registration/registration.ts';
import { usedClients } from './registration/used-clients.ts';
import type { SigningKeys } from './signing-keys/signing-keys.ts';
import { issuedAccessTokens } from './token/issued-access-tokens.ts';
import { introspection, revocation } from './token/structured-tokens.ts';

export interface AppParts {
  readonly provider: Provider;
  readonly capabilities: Capabilities;
  readonly policy: NormalisingPolicy;
  readonly vault: Vault;
  readonly signingKeys: SigningKeys;
  readonly room: InteractionRoom;
  readonly stylesheet: { readonly path: string; readonly css: string };
}

export interface Listeners {
  readonly callback: EntranceListener;
  readonly defaultEndpoints: EntranceListener;
}

/** Before all of it stands the entrance. The engine is a koa application: what `use` adds runs before its routes. */
export function arrange(parts: AppParts): Listeners {
  const { provider, capabilities, vault, signingKeys, room, stylesheet } = parts;
  const { options } = room;
  const away = outages(options);
  const tellProxy = undeclaredProxy(options.log);
  limitClients(provider, room.limits);
  provider.use(errors({ ...room, issuerPath: options.issuerPath, outages: away, tellProxy }));
  provider.use(issuerPath(options.issuerPath));
  provider.use(cors);
  provider.use(limitedRequests(room.limits));
  provider.use(parsedBodies);
  provider.use(health(vault.store, away));
  provider.use(forThemAlone({ programs: forPrograms(parts), people: forPeople(parts) }));
  const behind = { options, settle: () => signingKeys.settle(), engine: provider.callback() };
  const published = { metadata: metadataOf(options, capabilities), keySet: () => signingKeys.published() };
  return {
    callback: entrance({
      ...behind,
      documents: documents(options, published),
      stylesheetPath: stylesheet.path,
    }),
    defaultEndpoints: defaultEndpoints(behind),
  };
}

interface Audiences {
  /** By path; what clients that manage themselves call stands below where they registered. */
  readonly programs: ReadonlyMap<string, Middleware>;
  readonly people: Middleware;
}

/** Whoever calls passes the steps that are meant for them. */
function forThemAlone({ programs, people }: Audiences): Middleware {
  return async (ctx, next) => {
    const path = managedClientId(ctx.path) === undefined ? ctx.path : paths.registration;
    await (programs.get(path) ?? people)(ctx, next);
  };
}

function forPrograms(parts: AppParts): ReadonlyMap<string, Middleware> {
  const { capabilities, vault, signingKeys, room } = parts;
  const issued = issuedAccessTokens(vault, { issuer: room.options.issuer, signingKeys });
  return new Map<string, Middleware>([
    [paths.token, compose([engineRoutes, usedClients(room.registered, room.options.log)])],
    [paths.registration, compose([...registering(parts), engineRoutes])],
    [paths.introspection, compose([engineRoutes, introspection(issued, capabilities)])],
    [paths.revocation, compose([engineRoutes, revocation(issued)])],
  ]);
}

function forPeople({ provider, room, stylesheet }: AppParts): Middleware {
  return compose([
    assets(stylesheet),
    errorPages(room.page),
    browserSession(room),
    interactions(room),
    postedRequest(room.at),
    engineRoutes,
    enginePage(room.page),
    resourceParameter(room.resources),
    redirectUriParameter(provider),
    openidParameters,
  ]);
}

/** Where clients register, and where those that did so manage themselves: also when nobody new may. */
function registering({ capabilities, policy, vault, room: { options, registered, audit } }: AppParts): Middleware[] {
  const parts = { policy, issuer: options.issuer, inform: clientInformation(options, capabilities) };
  const managed = management({ ...parts, clients: registered.managed });
  if (!capabilities.registration) return [managed];
  const tokens = options.registration.open ? undefined : initialAccessTokensOf({ vault, audit });
  return [registration({ ...parts, clients: registered, tokens }), managed];
}
