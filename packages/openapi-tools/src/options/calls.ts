/** What a team says of calls: who may make them, with what credentials, how long they may take and how much they may bring. */
import type { ObservedCall } from '../call/observer.ts';
import type { Operation } from '../plan/plan.ts';

export interface CallOptions<Principal> {
  /**
   * Whether this caller may call the operation, and sees its tool: yes by default. One that throws lets nobody in;
   * the error goes to the log.
   */
  readonly authorize?: (operation: Operation, principal: Principal) => boolean | Promise<boolean>;
  /**
   * What the request to the API carries to be let in; nothing by default. A document with operations on several
   * origins needs one for each, by origin; an origin that isn't named gets none.
   */
  readonly credentials?: CredentialsOf<Principal> | Readonly<Record<string, CredentialsOf<Principal>>>;
  /** Lets `credentials` return the token that came in with the call, which is for this MCP server alone. */
  readonly dangerouslyForwardInboundToken?: boolean;
  /** Milliseconds until a call is given up, whatever it waits for: 30,000 by default. */
  readonly timeout?: number;
  /** Bytes of an answer that are read, after decompression: 1 MiB by default. */
  readonly maxAnswerBytes?: number;
  /** Sends a key by which the API knows a repeated call; `{}` takes the defaults. Nothing is sent by default. */
  readonly idempotencyKey?: Partial<IdempotencyKeyOptions>;
  /** Told of every call. No judge: what goes wrong there changes no answer. */
  readonly onCall?: (call: ObservedCall) => void;
  /** Told of trouble that isn't the caller's fault. */
  readonly log?: Log;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Of whom is known by verified claims. Asked once a call, after everything else was judged. */
export type CredentialsOf<Principal> = (
  operation: Operation,
  principal: Principal,
) => Credentials | undefined | Promise<Credentials | undefined>;

/** Added to a request last; an argument of the same name gives way. */
export interface Credentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
}

/** draft-ietf-httpapi-idempotency-key-header. */
export interface IdempotencyKeyOptions {
  /** `Idempotency-Key` by default. */
  readonly header: string;
  /** `POST` and `PATCH` by default. */
  readonly methods: readonly string[];
  /**
   * Whether tools have an argument for it, so that an agent can repeat a call safely: yes by default. A call that
   * gives none, or may not, carries a fresh one.
   */
  readonly argument: boolean;
}

/** A pino logger fits. Never given a secret. */
export interface Log {
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

/** With everything filled in. */
export interface CompleteCallOptions<Principal> extends CallOptions<Principal> {
  readonly timeout: number;
  readonly maxAnswerBytes: number;
  readonly idempotencyKey?: IdempotencyKeyOptions;
}

const idempotencyKeys: IdempotencyKeyOptions = {
  header: 'Idempotency-Key',
  methods: ['POST', 'PATCH'],
  argument: true,
};

export function completeCallOptions({
  timeout = 30_000,
  maxAnswerBytes = 1024 * 1024,
  idempotencyKey,
  log,
}: CallOptions<never>): Pick<CompleteCallOptions<never>, 'timeout' | 'maxAnswerBytes' | 'idempotencyKey' | 'log'> {
  return {
    timeout,
    maxAnswerBytes,
    ...(idempotencyKey && { idempotencyKey: { ...idempotencyKeys, ...idempotencyKey } }),
    ...(log && { log: harmless(log) }),
  };
}

/** A log that fails changes no answer. */
function harmless(log: Log): Log {
  return {
    warn(details, message) {
      try {
        log.warn(details, message);
      } catch {}
    },
  };
}
