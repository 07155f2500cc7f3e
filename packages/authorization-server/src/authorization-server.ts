/** The authorization server as an object: opens its store, makes or reads its keys, and stands ready to be mounted or to listen. */
import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import { listenOn } from '@granthouse/network';
import { stylesheet } from '@granthouse/pages';
import { accountsOf, type Accounts } from './accounts/accounts.ts';
import { arrange, type Listeners } from './app.ts';
import { auditOf } from './audit.ts';
import { authorizationsOf, type Authorizations } from './authorizations/authorizations.ts';
import { capabilitiesOf } from './capabilities.ts';
import { clientsOf, type Clients } from './clients/clients.ts';
import { engineAcceptsConfigured } from './clients/engine-accepts.ts';
import { cookieScope } from './cookies.ts';
import type { Vault } from './store/vault.ts';
import type { EntranceListener } from './entrance.ts';
import { formGuard } from './interaction/form.ts';
import type { InteractionRoom } from './interaction/room.ts';
import { limitsOf } from './limits/limits.ts';
import type { Log } from './log.ts';
import { completeOptions, type AuthorizationServerOptions, type CompleteOptions } from './options.ts';
import { createProvider } from './provider.ts';
import { normalisingPolicyOf } from './registration/engine-hooks.ts';
import { metadataDocuments } from './registration/metadata-documents.ts';
import { initialAccessTokensOf, type InitialAccessTokens } from './registration/initial-access-tokens.ts';
import { registeredClients } from './registration/registered-clients.ts';
import { listenTo, tellerOf } from './refusals/told.ts';
import { renderErrors } from './render-error.ts';
import { resourcesOf } from './resources.ts';
import { sweepAtTimes } from './store/sweep.ts';
import { openVault } from './store/vault.ts';
import { loadServerKeys } from './server-keys.ts';
import { loadSigningKeys, refreshAtTimes, type SigningKeys } from './signing-keys/signing-keys.ts';

export interface AuthorizationServer {
  readonly issuer: string;
  readonly accounts: Accounts;
  /** The clients that the operator registers beside the configuration. */
  readonly clients: Clients;
  /** By which apps may register where nobody else may: `registration.initialAccessTokens`. */
  readonly initialAccessTokens: Pick<InitialAccessTokens, 'add' | 'list' | 'remove'>;
  /** What people have connected. */
  readonly authorizations: Authorizations;
  /** The keys that sign tokens: which there are, and a new one beside the schedule. */
  readonly signingKeys: Pick<SigningKeys, 'list' | 'rotate'>;
  /**
   * A listener for `http.createServer`, and middleware for express, connect and their like: what is not this server's
   * goes on to `next`. It knows its own path, so mount it at the root.
   */
  callback(): EntranceListener;
  /**
   * Middleware for the origin of an MCP server that runs in the same application: `/authorize`, `/token` and `/register`
   * there, for hosts that find no metadata (MCP 2025-03-26). Mount it at the root and before the guard. Nothing needs it
   * where the guard's documents can be read.
   */
  defaultEndpoints(): EntranceListener;
  /** Resolves when connections are accepted; `localhost` listens on both loopback families. */
  listen(port: number, host?: string): Promise<{ readonly port: number }>;
  /** Finishes open requests, frees the port, closes the store. Calling it twice is fine. */
  close(): Promise<void>;
}

/** Throws a ConfigurationError when an option is missing or wrong, or the secret does not open the store. */
export async function createAuthorizationServer(input: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const options = completeOptions(input);
  const vault = await openVault(options);
  try {
    return served({ options, vault, ...(await assemble(options, vault)) });
  } catch (error) {
    await vault.store.close();
    throw error;
  }
}

async function assemble(options: CompleteOptions, vault: Vault) {
  const capabilities = capabilitiesOf(options);
  const resources = resourcesOf(options);
  const audit = auditOf(options);
  const accounts = accountsOf(vault, audit);
  const limits = limitsOf({ ...options, audit });
  const serverKeys = await loadServerKeys(vault);
  const signingKeys = await loadSigningKeys({ vault, options, audit });
  const policy = normalisingPolicyOf(options, capabilities);
  const parts = { options, capabilities, policy, resources, vault, accounts, signingKeys, serverKeys, audit };
  const documents = metadataDocuments(parts);
  const pages = pagesOf(options);
  const teller = tellerOf(options);
  const renderError = renderErrors({ teller, ...pages });
  const provider = createProvider({ ...parts, documents, renderError, teller, limits });
  listenTo(provider, teller);
  tellBrokenConnections(provider, options.log);
  const registered = registeredClients({ ...parts, provider, documents, limits });
  await engineAcceptsConfigured(provider, options);
  const guard = formGuard({ key: serverKeys.forms, cookies: pages.cookies, origin: new URL(options.issuer).origin });
  const room: InteractionRoom = { ...parts, provider, registered, guard, teller, limits, ...pages };
  const listeners = arrange({ ...parts, provider, room, stylesheet: pages.sheet });
  const rooms: Rooms = {
    accounts,
    clients: clientsOf({ ...parts, provider, documents }),
    initialAccessTokens: initialAccessTokensOf({ vault, audit }),
    authorizations: authorizationsOf({ vault, accounts, audit }),
    signingKeys,
  };
  return { rooms, listeners };
}

function pagesOf(options: CompleteOptions) {
  const sheet = stylesheet(options.brand.accent === undefined ? {} : { accent: options.brand.accent });
  const at = (path: string) => `${options.issuerPath}${path}`;
  const cookies = cookieScope(options);
  const page = { brand: brandOf(options), stylesheetPath: at(sheet.path), homePath: cookies.path };
  return { sheet, page, cookies, at };
}

function tellBrokenConnections(provider: Provider, log: Log): void {
  // Without a listener by the time of `callback()`, koa writes broken connections to the console.
  (provider as EventEmitter).on('error', (error: Error) =>
    log.info({ cause: error.message }, 'a connection broke off'),
  );
}

const brandOf = ({ brand }: CompleteOptions) => ({
  name: brand.name,
  ...(brand.contact === undefined ? {} : { contact: brand.contact }),
});

interface Rooms extends Pick<AuthorizationServer, 'accounts' | 'clients' | 'initialAccessTokens' | 'authorizations'> {
  readonly signingKeys: SigningKeys;
}

interface Assembled {
  readonly options: CompleteOptions;
  readonly vault: Vault;
  readonly rooms: Rooms;
  readonly listeners: Listeners;
}

function served({ options, vault, rooms, listeners }: Assembled): AuthorizationServer {
  const open: Array<() => Promise<void>> = [];
  const stop = [sweepAtTimes(vault.store, options.log), refreshAtTimes(rooms.signingKeys)];
  let closing: Promise<void> | undefined;
  return {
    issuer: options.issuer,
    ...rooms,
    callback: () => listeners.callback,
    defaultEndpoints: () => listeners.defaultEndpoints,
    async listen(port, host = options.isLoopback ? 'localhost' : '0.0.0.0') {
      const listening = await listenOn(listeners.callback, { port, host });
      open.push(listening.close);
      return { port: listening.port };
    },
    close() {
      for (const each of stop) each();
      closing ??= Promise.all(open.map((close) => close())).then(() => vault.store.close());
      return closing;
    },
  };
}
