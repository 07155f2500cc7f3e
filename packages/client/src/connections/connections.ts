/** The registry of a team's connections, as the page, the command and the agent's endpoint use it. Nothing it shows is secret. */
import type { ClientErrorCode } from '../client-error.ts';
import type { CallOptions, ListedTool, ToolResult } from '../connection/connection.ts';
import type { Revocation } from '../token/revoke.ts';
import type { Authentication, ConnectionRecord, Ownership } from './connection-record.ts';

/** Who asks; the caller has made sure of it. `id` is theirs for ever: `personId` makes it of issuer and subject. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

export interface NewConnection {
  readonly name: string;
  readonly url: string;
  readonly authentication: NewAuthentication;
  readonly ownership: Ownership;
}

/** Secrets come in here and go out nowhere. A key or header values beside `shared` are the team's; a personal connection has none yet. */
export type NewAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly header?: string; readonly key?: string }
  | { readonly kind: 'headers'; readonly names: readonly string[]; readonly values?: Readonly<Record<string, string>> }
  /** A client of one's own comes with the `issuer` that gave it, and is shown to no other (CL-8). */
  | { readonly kind: 'oauth'; readonly clientId?: string; readonly issuer?: string; readonly clientSecret?: string };

export interface ConnectionChange extends Partial<Pick<NewConnection, 'name' | 'url' | 'authentication'>> {
  readonly revision?: string;
}

/** What asking a server found, before anything is added. */
export interface Detected {
  /** `oauth-ready`: clients register themselves or by document; `oauth-client-needed`: somebody has to give a client id. */
  readonly asks: 'none' | 'oauth-ready' | 'oauth-client-needed' | 'credential';
  readonly issuer?: string;
  /** To be registered at the provider where a client id is given by hand. */
  readonly redirectUri: string;
}

export type ConnectionState =
  /** `needed`: scopes that a call wanted; the next sign-in asks for them (RFC 6750 §3.1). */
  | { readonly kind: 'connected'; readonly since: number; readonly needed?: readonly string[] }
  /** This person, or for a shared connection an admin, has to give a credential, or sign in again. */
  | { readonly kind: 'credential-needed'; readonly why: 'first' | 'ended' | 'refused' }
  | { readonly kind: 'failing'; readonly code: ClientErrorCode; readonly message: string; readonly since: number };

/** A connection as one person sees it. */
export interface ConnectionView extends ConnectionRecord {
  /** Whole for admins; for everybody else without its query. */
  readonly url: string;
  /** Another one with each change by an admin. */
  readonly revision: string;
  readonly state: ConnectionState;
  /** When it last answered, milliseconds since the epoch. */
  readonly lastAnsweredAt?: number;
  readonly tools: readonly ToolView[];
  /** What the server lists besides, which no agent can be shown. */
  readonly leftOut?: readonly LeftOutTool[];
}

export interface LeftOutTool {
  /** For display. */
  readonly name: string;
  /** Words for people. */
  readonly why: string;
}

export interface ToolView {
  readonly name: string;
  /** As an agent knows it: `mcp__<slug>__<name>`. */
  readonly qualifiedName: string;
  /** For display: without control and zero-width characters. */
  readonly description: string;
  readonly isOn: boolean;
  /** For admins: another one with each approval. */
  readonly revision?: string;
  /** It is not what was approved: held back until an admin looks at the difference, and approves this `version` of it. */
  readonly held?: {
    readonly why: 'new' | 'changed';
    readonly before?: string;
    readonly now: string;
    readonly version: string;
  };
}

export interface SwitchedTool {
  readonly tool: string;
  readonly isOn: boolean;
  /** That of the tool as it was looked at: what was approved since is not switched on unseen. */
  readonly revision?: string;
}

/** `binding` is to be kept in the browser that goes to `url`, and brought back with the answer. */
export interface SignInUnderWay {
  readonly url: URL;
  readonly binding: string;
}

/** What was kept of a person who left. */
export interface Forgotten {
  /** Of the person. */
  readonly id: string;
  /** Of the pages. */
  readonly sessions: number;
  /** That were under way. */
  readonly signIns: number;
  readonly accesses: readonly ForgottenAccess[];
  /** Names of the connections whose credential for everyone this person gave: it is used as before. */
  readonly shared: readonly string[];
}

export interface ForgottenAccess {
  /** Of the connection. */
  readonly name: string;
  readonly kind: Authentication['kind'];
  /** What the server said of it; absent where there was nothing that it could take back, such as of a key. */
  readonly revocation?: Revocation;
}

/** A connection that calls can go to at once, for one person. */
export interface ReadyConnection {
  readonly slug: string;
  /** Approved and switched on. */
  tools(): Promise<readonly ListedTool[]>;
  call(tool: string, input: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
}

/**
 * Rejects with a FieldProblem for what a person typed, with ClientError `forbidden` for what only an admin may, and with
 * the ClientError of the other side.
 */
export interface Connections {
  detect(by: Person, url: string): Promise<Detected>;
  add(by: Person, wanted: NewConnection): Promise<ConnectionView>;
  list(by: Person): Promise<readonly ConnectionView[]>;
  find(by: Person, id: string): Promise<ConnectionView | undefined>;
  /**
   * Another URL, the query apart for keys, clears every credential of it. `revision`: that of the connection as it was looked
   * at; one that was changed since stays as it is, and the FieldProblem is of `connection`.
   */
  change(by: Person, id: string, changed: ConnectionChange): Promise<ConnectionView>;
  /** Asks the server now, with the credential of this person. */
  test(by: Person, id: string): Promise<ConnectionView>;
  /** Revokes what can be revoked, of everyone. */
  remove(by: Person, id: string): Promise<void>;
  /**
   * Whatever is kept of a person, by the id or the login of the last sign-in at the pages; undefined when that is
   * nothing. What they hold is worth nothing here for a day. Rejects with a FieldProblem where a login names several.
   */
  forget(by: Person, person: string): Promise<Forgotten | undefined>;
  /**
   * Of this person; of everyone, by an admin, where the connection is shared. `url`: where the person was told that it
   * goes; nothing is kept of it when the connection leads elsewhere by now.
   */
  giveCredential(
    by: Person,
    id: string,
    given: ({ key: string } | { values: Readonly<Record<string, string>> }) & { readonly url?: string },
  ): Promise<ConnectionView>;
  beginSignIn(by: Person, id: string): Promise<SignInUnderWay>;
  /** `again`: the server had forgotten this client, which was registered anew; the browser has to go once more. */
  finishSignIn(
    by: Person,
    answer: URL,
    binding: string,
  ): Promise<
    | { readonly kind: 'signed-in'; readonly connection: ConnectionView }
    | { readonly kind: 'again'; readonly begun: SignInUnderWay }
  >;
  disconnect(by: Person, id: string): Promise<{ readonly isRevoked: boolean }>;
  /**
   * Each by the version that was looked at, so that a tool that changed meanwhile stays held: the FieldProblem is of
   * `tools`, and all others are approved.
   */
  approveTools(by: Person, id: string, versions: readonly string[]): Promise<ConnectionView>;
  /** For everyone. What is not there any more, or not what was looked at, is the FieldProblem's; all others are switched. */
  switchTools(by: Person, id: string, wanted: readonly SwitchedTool[]): Promise<ConnectionView>;
  /** All that this person can use now, one broken connection beside the good ones. */
  ready(by: Person): Promise<readonly ReadyConnection[]>;
  close(): Promise<void>;
}

/** What a person typed and can mend: a sentence for each field. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem';
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>) {
    super(Object.values(fields).join(' '));
    this.fields = fields;
  }
}
