/** The options of a protected resource: judged once at start, complete and frozen afterwards (RFC 9728 §2). */
import {
  canonicalResource,
  parseOptions,
  protectedResourceMetadataUrl,
  type ScopeImplications,
} from '@granthouse/protocol';
import { z } from 'zod';
import type { Decision } from './decision.ts';
import { aboutOptions, type AboutOptions } from './options/about.ts';
import { authorizationServerList, type AuthorizationServerOptions } from './options/authorization-servers.ts';
import { credentialList, credentialProblems, type CredentialOptions, keyScopesOf } from './options/credentials.ts';
import { dpop, type DpopOptions } from './options/dpop.ts';
import { httpUrl, isSecureUrl } from './options/http-url.ts';
import { limitOptions, type LimitOptions } from './options/limits.ts';
import { scopeToken } from './options/scope-token.ts';

/** Where the guard reports trouble that isn't the caller's fault; a pino logger fits. Never given a secret. */
export interface Log {
  warn(details: Record<string, unknown>, message: string): void;
}

export interface ProtectedResourceOptions extends AboutOptions, LimitOptions {
  /** The URL that people type into their MCP host, without query and fragment: the audience of every token (RFC 8707 §2). */
  resource: string;
  /**
   * Issuers whose tokens are accepted, spelled exactly as they spell themselves (RFC 8414 §2), with more words for those
   * that don't keep to RFC 9068. Needed for access tokens.
   */
  authorizationServers?: readonly AuthorizationServerOptions[] | undefined;
  /**
   * What a caller may show, in the order in which it is looked for: access tokens alone by default. The first kind of
   * which something came decides: what is wrong never falls through to another kind.
   */
  credentials?: readonly CredentialOptions[] | undefined;
  /** Lets everybody call who can reach the resource. Nothing else says then who may: it stands alone. */
  dangerouslyWithoutCredentials?: boolean | undefined;
  /** Proofs of possession: access tokens that are bound to a key are taken with one, and never as Bearer (RFC 9449). */
  dpop?: DpopOptions | undefined;
  /** Every scope of this resource, and the scopes that each one includes. */
  scopes?:
    | Readonly<Record<string, { description?: string | undefined; implies?: readonly string[] | undefined }>>
    | undefined;
  /**
   * The other protected resources of this origin, each behind a guard of its own and none below another. Each guard then
   * leaves the documents of the others alone, and none answers at the root, which has room for one.
   */
  otherResources?: readonly string[] | undefined;
  /** The scopes that every call needs; the first challenge asks for exactly these. None by default. */
  requiredScopes?: readonly string[] | undefined;
  /** Browser origins that may call, beside the resource's own (on a loopback resource: beside every loopback origin). */
  allowedOrigins?: readonly string[] | undefined;
  /** Values of Host (`name[:port]`) that are accepted beside the resource's own, for a proxy that replaces it. */
  allowedHosts?: readonly string[] | undefined;
  /** Told of every call that is allowed or refused, and why, once each and without a secret. What it throws changes nothing. */
  onDecision?: ((decision: Decision) => void) | undefined;
  /** How far clocks may differ, in seconds: 5 by default, 60 at most. */
  clockTolerance?: number | undefined;
  /** The time in milliseconds since the epoch. */
  now?: (() => number) | undefined;
  /** Reads the authorization server's documents. */
  fetch?: typeof fetch | undefined;
  log?: Log | undefined;
}

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s\\]+$/;
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

const optionsSchema = z
  .strictObject({
    resource: httpUrl('the URL of the MCP endpoint').transform((url) => canonicalResource(url)),
    ...aboutOptions,
    authorizationServers: authorizationServerList,
    credentials: credentialList,
    dangerouslyWithoutCredentials: z.boolean().default(false),
    dpop,
    scopes: z
      .record(
        scopeToken,
        z.strictObject({ description: z.string().optional(), implies: z.array(scopeToken).optional() }),
      )
      .default({}),
    requiredScopes: z.array(scopeToken).default([]),
    otherResources: z.array(httpUrl('each resource').transform((url) => canonicalResource(url))).default([]),
    allowedOrigins: z
      .array(z.string().regex(ORIGIN, 'write scheme://host[:port] in lower case and no path'))
      .default([]),
    allowedHosts: z.array(z.string().regex(HOST, 'write name or name:port')).default([]),
    clockTolerance: z.number().min(0).max(60, 'at most 60 seconds').default(5),
    ...limitOptions,
    onDecision: z.custom<(decision: Decision) => void>(isFunction, 'give a function that takes a decision').optional(),
    now: z.custom<() => number>(isFunction, 'give a function that returns milliseconds').default(() => Date.now),
    fetch: z.custom<typeof fetch>(isFunction, 'give a function like fetch').default(() => fetch),
    log: z
      .custom<Log>(
        (value) => isFunction((value as Log | undefined)?.warn),
        'give an object with warn(details, message)',
      )
      .transform(harmless)
      .optional(),
  })
  .superRefine((options, context) => {
    for (const problem of credentialProblems(options)) context.addIssue({ code: 'custom', ...problem });
  })
  .superRefine(({ resource, otherResources }, context) => {
    for (const [index, other] of otherResources.entries()) {
      const message = otherResourceProblem(resource, other);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['otherResources', index], message });
    }
  })
  .superRefine(({ scopes, requiredScopes, credentials }, context) => {
    const known = new Set(Object.keys(scopes));
    if (known.size === 0) return;
    const used = [
      ...requiredScopes.map((scope, index) => ({ scope, path: ['requiredScopes', index] })),
      ...keyScopesOf(credentials),
      ...Object.entries(scopes).flatMap(([name, { implies = [] }]) =>
        implies.map((scope, index) => ({ scope, path: ['scopes', name, 'implies', index] })),
      ),
    ];
    for (const { scope, path } of used) {
      if (!known.has(scope)) context.addIssue({ code: 'custom', path, message: 'declare this scope in scopes first' });
    }
  })
  .transform((options) => ({
    ...options,
    credentials: options.credentials ?? takenByDefault(options.dangerouslyWithoutCredentials),
    implies: implicationsOf(options.scopes),
    /** Undefined where no authorization server gives tokens. */
    metadataUrl: options.authorizationServers.length > 0 ? protectedResourceMetadataUrl(options.resource) : undefined,
  }));

/** Complete options. */
export type ResolvedOptions = Readonly<z.output<typeof optionsSchema>>;

/** Judges the options. Throws ConfigurationError that names the path, what was found and the remedy. */
export function resolveOptions(options: ProtectedResourceOptions): ResolvedOptions {
  return parseOptions(optionsSchema, options, 'protectedResource');
}

// A guard judges whatever is below its resource, so two that overlap would each refuse the other's tokens.
function otherResourceProblem(resource: string, other: string): string | undefined {
  // What is no URL is told already.
  if (![resource, other].every(isSecureUrl)) return undefined;
  if (new URL(other).origin !== new URL(resource).origin) return 'name resources of the same origin only';
  const overlap = `${other}/`.startsWith(`${resource}/`) || `${resource}/`.startsWith(`${other}/`);
  return overlap ? 'give each resource a path of its own, beside the others and not below one' : undefined;
}

function takenByDefault(fromNobody: boolean): CredentialOptions[] {
  return fromNobody ? [] : [{ kind: 'access_token' }];
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

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function implicationsOf(scopes: Record<string, { implies?: string[] | undefined }>): ScopeImplications {
  return Object.fromEntries(Object.entries(scopes).map(([name, { implies = [] }]) => [name, implies]));
}
