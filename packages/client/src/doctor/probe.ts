/** What checks look through: one guarded way out that remembers each exchange, and what earlier checks learned. */
import type { HostProfile } from '@granthouse/host-profiles';
import type { AuthorizationServerMetadata, ProtectedResourceMetadata } from '@granthouse/protocol';
import type { Authorization } from '../authorization/authorization.ts';
import type { ListedTool } from '../connection/connection.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import type { SeenCertificate } from './certificate.ts';
import type { AnsweredSignIn } from './checks/sign-in/answered-sign-in.ts';
import type { LeftClient } from './clients.ts';
import type { ToolCall } from './checks/tools/tool-call.ts';
import type { RegistrationAnswer } from './checks/registration/registration-answer.ts';

/** An exchange as it was seen; `text` is bounded. Secrets are taken out when it is told, not when it is read. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `text` as JSON; undefined when it isn't. */
  readonly json: unknown;
}

/** A client that the operator of the authorization server registered by hand, for servers that take no other. */
export interface GivenClient {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** To whom the secret is shown, and to nobody else. */
  readonly issuer?: string;
  /** Of its redirect URI on this machine, where that was registered with one. */
  readonly port?: number;
}

export interface Probe {
  readonly endpoint: URL;
  /** Remembered without what was answered; for what `ask` can't do. */
  readonly fetch: Fetch;
  /** As the person gave it; `none` when they gave nothing. */
  readonly credential: Credential;
  /** The hosts that the person asked about. */
  readonly hosts: readonly HostProfile[];
  /** Sends the person's browser to where they sign in; there when they allowed it. */
  readonly open?: ((url: URL, start: URL) => Promise<void>) | undefined;
  /** What the doctor signs in as, where it can't register. */
  readonly client?: GivenClient | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Asks and remembers; the same question is asked once in a run, unless `again`. Throws what fetching throws. */
  ask(url: string | URL, init?: RequestInit & { readonly again?: boolean }): Promise<Exchange>;
  /** Why nothing is asked any more. */
  spent(): string | undefined;
  /** All addresses of the endpoint's name, none behind a proxy; throws ClientError `unreachable`. */
  addresses(): Promise<readonly string[]>;
  /**
   * What a server shows of itself in TLS, good or not; undefined behind a proxy. Throws ClientError `unreachable` or
   * `timed_out`.
   */
  certificate(url: URL): Promise<SeenCertificate | undefined>;
  /** For taking back what was begun: apart from what the examination spends, so that it ends neither too early nor late. */
  readonly cleanUp: Fetch;
  /** Ends the sessions that were begun; before the credential ends that began them. Never rejects. */
  endSessions(): Promise<void>;
  /** From now on this is never told: for what came by `fetch`, or is a secret without being named so. */
  hide(secret: string): void;
  /** What earlier checks learned, for those that come after them. */
  readonly learned: Learned;
}

/** Grows as the checks go on; each member is set by one check. */
export interface Learned {
  /** Origins at which nothing answers any more. */
  ended?: ReadonlySet<string>;
  /** What the endpoint answers to a request without a credential: to the first, or to the one at which it asks. */
  challenge?: Exchange;
  /** It lets everybody begin, and asks for a credential after that. */
  asksLater?: true;
  /** `open`: asks for nothing; `oauth`; `credential`: a key or headers of the server's own. */
  way?: 'open' | 'oauth' | 'credential';
  /** It sends elsewhere on its own origin, where most programs follow with all that they sent. */
  isFollowed?: true;
  /** The old one, where it was found instead of Streamable HTTP (MCP 2024-11-05, transports). */
  transport?: 'http+sse';
  resourceMetadata?: ProtectedResourceMetadata;
  servers?: AuthorizationServerMetadata[];
  /** A host may choose another than the first, with which nothing is wrong. */
  hasOtherServer?: true;
  /** What was answered where no client at all is registered, or not now. */
  registrationClosed?: string;
  registrations?: readonly RegistrationAnswer[];
  /** Registrations as they were answered, of clients that are in use to the end. */
  clients?: ReadonlyArray<Pick<Exchange, 'url' | 'json'>>;
  /** The server removed a client wrongly, or not at all, when it was asked to. */
  keepsClients?: true;
  /** Clients that could not be removed. */
  left?: readonly LeftClient[];
  /** The key or the headers that were given are not known to the server. */
  isRefused?: true;
  /** What a person's sign-in was answered, before anything was made of it. */
  signIn?: AnsweredSignIn;
  /** What the sign-in brought; checks that renew it leave the newest here. */
  authorization?: Authorization;
  tools?: readonly ListedTool[];
  /** What tools that only read answered to a call without arguments. */
  calls?: readonly ToolCall[];
}
