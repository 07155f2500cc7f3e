/** What the guard decided of one call, told to whoever observes: who, what and why, and never a secret. */
import type { Auth, CredentialKind } from './auth.ts';
import type { ResolvedOptions } from './options.ts';
import type { RefusalReason } from './refusal.ts';

/** One decision. Holds no token, no key, no header and no query; nothing that a caller could choose freely but `method`. */
export interface Decision {
  readonly outcome: 'allowed' | 'refused';
  /** Absent when allowed. */
  readonly reason?: RefusalReason;
  /** The HTTP status of the refusal. */
  readonly status?: number;
  readonly resource: string;
  /** Absent when an operation of the builder's own refused what the guard had let in. */
  readonly method?: string;
  /** The kind that was judged; absent when nothing came that could be. */
  readonly credential?: CredentialKind;
  /** Of whom: present once the credential is known to be genuine. */
  readonly clientId?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly scopes?: readonly string[];
  /** The scopes that would have been needed. */
  readonly needed?: readonly string[];
}

/** A refusal on its way out, with what an observer may know of it. */
export interface Refused {
  readonly response: Response;
  readonly reason: RefusalReason;
  readonly credential?: CredentialKind | undefined;
  readonly auth?: Auth;
  readonly needed?: readonly string[];
}

export interface Observer {
  allowed(auth: Auth, method: string): void;
  refused(refused: Refused, method?: string): void;
}

/** Tells `onDecision`; undefined when nobody listens, so that nothing is built for it. */
export function createObserver({ onDecision, resource, log }: ResolvedOptions): Observer | undefined {
  if (onDecision === undefined) return undefined;
  const report = (error: unknown) => log?.warn({ err: error }, 'onDecision failed');
  const tell = (decision: Decision) => {
    // An observer is no judge: what goes wrong there changes no answer.
    try {
      const told: unknown = onDecision(Object.freeze(decision));
      if (told !== undefined) Promise.resolve(told).catch(report);
    } catch (error) {
      report(error);
    }
  };
  return {
    allowed: (auth, method) => tell({ outcome: 'allowed', resource, method, ...holderOf(auth) }),
    refused({ response, reason, credential, auth, needed }, method) {
      tell({
        outcome: 'refused',
        reason,
        status: response.status,
        resource,
        ...(method !== undefined && { method }),
        ...(credential && { credential }),
        ...(auth && holderOf(auth)),
        ...(needed && { needed }),
      });
    },
  };
}

function holderOf(auth: Auth) {
  const { issuer } = auth.extra;
  return {
    credential: auth.kind,
    clientId: auth.clientId,
    subject: auth.subject,
    ...(typeof issuer === 'string' && { issuer }),
    scopes: auth.scopes,
  };
}
