/** The form of a host's profile, as `schema.json` describes it: facts only, where "unknown" means no evidence, never "no". */
import type { ToolLimitFacts } from './tool-limits.ts';

/** How a fact is known: the program was run, its source was read, its vendor says so, somebody reports it, or it is invented for a test. */
export type Confidence = 'recorded' | 'source' | 'vendor-doc' | 'issue' | 'synthetic';

export interface HostProfile {
  readonly format: 'mcp-host-profile/1';
  readonly id: string;
  readonly name: string;
  /** The usual one first; empty where every application has a name of its own. */
  readonly client_names: readonly string[];
  readonly kind: 'hosted' | 'desktop' | 'editor' | 'cli' | 'browser' | 'self-hosted' | 'bridge' | 'sdk' | 'api';
  readonly version: string | null;
  readonly confidence: Confidence;
  /** The day on which the facts were put together, `YYYY-MM-DD`. */
  readonly collected: string;
  readonly registration: Registration;
  readonly redirect_uris: {
    readonly https: readonly RedirectUri[];
    readonly loopback: readonly RedirectUri[];
    readonly private_scheme: readonly RedirectUri[];
  };
  readonly token_endpoint_auth: { readonly methods: readonly string[]; readonly notes?: readonly string[] };
  readonly authorize: AuthorizationRequest;
  readonly discovery: Discovery;
  readonly token: TokenRequests;
  readonly validation: Readonly<Record<'iss' | 'issuer' | 'prm_resource' | 's256_metadata', string>> & Section;
  readonly mcp: { readonly revisions: readonly string[]; readonly client_info?: object } & Section;
  /** Absent where nothing is known of it. */
  readonly tool_limits?: ToolLimitFacts;
  readonly http: HttpFacts;
  /** Ways to authenticate without OAuth. */
  readonly other_credentials: readonly string[];
  readonly requirements?: readonly string[];
  /** Ids of the requirements `HOST-…` that this host brings about. */
  readonly quirks: readonly string[];
  readonly unknown: readonly string[];
  readonly sources: readonly Source[];
  readonly flows?: readonly RecordedFlow[];
}

interface Section {
  readonly confidence?: Confidence;
  readonly notes?: readonly string[];
}

interface Registration {
  /** In which order the host tries; empty when nobody knows. */
  readonly preference: ReadonlyArray<'pre-registered' | 'cimd' | 'dcr' | 'manual' | 'bearer' | 'none'>;
  readonly notes?: readonly string[];
  readonly cimd: {
    readonly use: 'yes' | 'newer-versions' | 'supplied-by-app' | 'no' | 'unknown';
    readonly requires: readonly string[];
    readonly documents: readonly MetadataDocument[];
    readonly notes?: readonly string[];
  };
  readonly dcr: {
    readonly use: 'yes' | 'no' | 'unknown';
    readonly bodies: readonly RegistrationBody[];
    readonly notes?: readonly string[];
  };
}

/** A client ID metadata document; `complete: false` means that only the members shown are known. */
export interface MetadataDocument {
  readonly id: string;
  /** May hold placeholders, as `{{callback_id}}`. */
  readonly client_id: string;
  readonly when?: string;
  readonly seen?: string;
  readonly confidence: Confidence;
  readonly complete: boolean;
  readonly document: Readonly<Record<string, unknown>> | null;
  readonly notes?: readonly string[];
}

/** A registration request's body (RFC 7591 §3.1); `complete: false` means that only the members shown are known. */
export interface RegistrationBody {
  readonly id: string;
  readonly confidence: Confidence;
  readonly seen?: string;
  readonly complete: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  readonly notes?: readonly string[];
}

export interface RedirectUri {
  /** May hold placeholders, as `{{port}}`. */
  readonly uri: string;
  /** Others than the host can have an address of this shape, so that it proves nothing. */
  readonly shared?: true;
  /** What comes there is handed to an app on the person's own machine, which may be any. */
  readonly relays?: true;
  readonly port?: 'fixed' | 'random' | 'fixed-then-random' | 'range' | 'derived' | 'none';
  readonly confidence?: Confidence;
  readonly notes?: readonly string[];
}

interface AuthorizationRequest extends Section {
  readonly params_order?: readonly string[];
  readonly pkce: 'S256' | 'unknown';
  readonly scope: {
    readonly order: readonly string[];
    readonly offline_access: 'never' | 'if-advertised' | 'opt-in' | 'unknown';
    readonly when_none?: 'omitted' | 'empty-parameter' | 'openid' | 'unknown';
    readonly notes?: readonly string[];
  };
  readonly resource: { readonly form: string; readonly without_prm: string; readonly notes?: readonly string[] };
  readonly prompt: 'none' | 'consent-with-offline-access' | 'unknown';
  readonly state?: string;
  readonly extra_params?: readonly string[];
}

interface Discovery extends Section {
  readonly first_request: 'POST {mcp}' | 'GET {mcp}' | 'well-known' | 'none' | 'unknown';
  readonly uses_challenge: 'yes' | 'same-origin-only' | 'no' | 'unknown';
  readonly steps: readonly string[];
}

interface TokenRequests extends Section {
  readonly code_params?: readonly string[];
  readonly refresh: {
    readonly trigger: readonly string[];
    readonly buffer_seconds?: number;
    readonly parallel: 'parallel' | 'serialised' | 'unknown';
    readonly params?: readonly string[];
    readonly notes?: readonly string[];
  };
  readonly on_invalid_client: string;
  readonly on_invalid_grant: string;
  readonly on_insufficient_scope: string;
}

interface HttpFacts {
  readonly user_agent: string | null;
  /** Whether requests come from a web page, so that CORS applies. */
  readonly browser_based: boolean;
  readonly origins?: readonly string[];
  readonly egress?: readonly string[];
  readonly timeouts?: readonly string[];
  readonly notes?: readonly string[];
}

interface Source {
  readonly kind: 'recorded' | 'source' | 'vendor-doc' | 'issue' | 'fetched-document' | 'third-party';
  readonly url: string | null;
  readonly ref?: string;
  readonly date: string | null;
  /** Set when the fact was taken from a third party's quotation. */
  readonly via?: string;
  readonly fact: string;
}

/** The requests of one real connection in their order, and what the server they went to offered. */
export interface RecordedFlow {
  readonly id: string;
  readonly title: string;
  readonly confidence: 'recorded';
  readonly setup: {
    readonly prm: 'path' | 'root' | 'none';
    readonly as_metadata: 'rfc8414' | 'none';
    readonly challenge: { readonly resource_metadata: boolean; readonly scope: string | null };
    readonly prm_scopes: readonly string[];
    readonly as_scopes: readonly string[];
    readonly auth_methods: readonly string[];
    readonly iss: 'correct' | 'wrong' | 'not-sent';
    readonly cimd: boolean;
    readonly expires_in: number | null;
    readonly faults?: readonly string[];
  };
  readonly notes?: readonly string[];
  readonly steps: readonly RecordedStep[];
}

/** One request; a placeholder stands for the value that is current at that step. */
export interface RecordedStep {
  readonly n: number;
  readonly actor: 'client' | 'browser';
  readonly target: 'mcp' | 'prm' | 'as-metadata' | 'oidc-metadata' | 'register' | 'authorize' | 'token';
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: ReadonlyArray<readonly [string, string]>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: ReadonlyArray<readonly [string, string]>;
  /** What the recorded server answered. */
  readonly status: number;
}
