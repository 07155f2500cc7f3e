/**
 * What an operator must be able to find out afterwards: stable names, fields without secrets. Each event goes to the log
 * and to the option `onEvent`.
 */
import { inspect } from 'node:util';
import type { Log } from './log.ts';

/** Every event with how grave it is; the names are part of the public contract (docs/security.md lists them). */
export const auditEvents = {
  /** A code was refused so often that it is gone: its verifier or address was being guessed. */
  'authorization_code.guessed': 'warn',
  /** A code was redeemed a second time, rightly: what the first one got is ended. */
  'authorization_code.replayed': 'warn',
  /** A person was told to the server, or taken from it, or got another password. */
  'account.added': 'info',
  'account.password_changed': 'info',
  'account.removed': 'info',
  /** The operator took access back. */
  'authorization.ended': 'info',
  /** The document of a client that somebody approved has other redirect URIs, another method or other keys than before. */
  'client.document_changed': 'warn',
  /** A document is new here, or another than before, and something of it was dropped or changed. */
  'client.document_mended': 'info',
  /** The keys at the address that such a document names are others than before. */
  'client.keys_changed': 'info',
  /** A client has the name of a known host and another address; it registered, or a person was asked, with a warning. */
  'client.imitation_flagged': 'warn',
  /** Such a client was refused, as the operator wants it. */
  'client.imitation_refused': 'warn',
  /** A client registered itself that was not known; one that registers again is not told. */
  'client.registered': 'info',
  /** The operator registered a client, replaced its secret, or removed it. */
  'client.added': 'info',
  'client.secret_replaced': 'info',
  'client.removed': 'info',
  /** A person allowed an app what it asked for, or refused it. */
  'consent.given': 'info',
  'consent.refused': 'info',
  /** A client deleted its own registration, and every authorization of it ended; or it replaced it. */
  'client.deleted': 'info',
  'client.updated': 'info',
  /** The operator gave out a token by which an app may register, or took it back. */
  'initial_access_token.added': 'info',
  'initial_access_token.removed': 'info',
  /** A budget is spent, told once for each and span: from then on its requests are answered with 429. */
  'limit.reached': 'warn',
  /** A refresh token that was replaced a moment ago came again from its client, and was answered. */
  'refresh_family.grace_answered': 'info',
  /** That happened in consecutive generations: a host that repeats itself always, or a thief who keeps step. */
  'refresh_family.grace_repeated': 'warn',
  /** A refresh token came that its client has replaced, or from another client: the authorization ended. */
  'refresh_family.replayed': 'warn',
  /** A person signed in; a password was wrong, or nobody has the name; a guess came sooner than it may. */
  'sign_in.succeeded': 'info',
  'sign_in.failed': 'info',
  'sign_in.slowed': 'warn',
  /** From now on this instance signs with the key. */
  'signing_key.activated': 'info',
  /** The key is in the key set: it will sign, or signs already. */
  'signing_key.published': 'info',
  /** The key signs no more. */
  'signing_key.retired': 'info',
  /** What other secrets sealed is sealed anew under the secret. */
  'store.resealed': 'info',
} as const satisfies Readonly<Record<string, 'info' | 'warn'>>;

export type AuditEventName = keyof typeof auditEvents;

export interface AuditEvent {
  readonly name: AuditEventName;
  readonly level: 'info' | 'warn';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Ids, reasons and counts; never what opens anything. An authorization goes by the hash under which it is stored. */
  readonly [field: string]: unknown;
}

export type Audit = (name: AuditEventName, fields: Readonly<Record<string, unknown>>) => void;

/** A listener that fails is told to the log and harms no request. */
interface Listeners {
  readonly log: Log;
  readonly onEvent?: ((event: AuditEvent) => void | Promise<void>) | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function auditOf({ log, onEvent, now }: Listeners): Audit {
  return (name, fields) => {
    const level = auditEvents[name];
    log[level]({ event: name, ...fields }, 'audit');
    if (!onEvent) return;
    const listened = async () => onEvent({ ...fields, name, level, at: now() });
    listened().catch((error: unknown) => log.error({ event: name, cause: inspect(error) }, 'onEvent failed'));
  };
}
