/** The resources this server issues tokens for (RFC 8707): which one a request means, and what its scopes are. */
import { canonicalResource, OAuthError } from '@granthouse/protocol';
import type { CompleteOptions, ResourceDefinition } from './options.ts';

export interface Resources {
  readonly all: readonly ResourceDefinition[];
  /** The resource of a request that names none: there is one only when exactly one is configured. */
  readonly default: ResourceDefinition | undefined;
  /** Understands slash and case variants; anything unknown is `invalid_target`. */
  find(indicator: string): ResourceDefinition;
  /**
   * The `resource` of a request in its one canonical form, because the engine compares it byte by byte. What isn't an
   * absolute URI stays as it came: the engine then refuses it with `invalid_target`, back to the client.
   */
  canonical(indicators: string | string[]): string | string[];
}

export function resourcesOf(options: CompleteOptions): Resources {
  const byIdentifier = new Map(options.resources.map((entry) => [entry.resource, entry]));
  // Nearly every request has the canonical form already; to read a URI with care costs more than to look it up.
  const canonicalOf = (indicator: string) => (byIdentifier.has(indicator) ? indicator : canonicalResource(indicator));
  const canonicalOrAsSent = (indicator: string) => {
    try {
      return canonicalOf(indicator);
    } catch (error) {
      if (error instanceof OAuthError) return indicator;
      throw error;
    }
  };
  return {
    all: options.resources,
    default: options.resources.length === 1 ? options.resources[0] : undefined,
    find(indicator) {
      const found = byIdentifier.get(canonicalOf(indicator));
      if (!found)
        throw new OAuthError('invalid_target', 'no resource of this authorization server has that identifier');
      return found;
    },
    canonical(indicators) {
      if (!Array.isArray(indicators)) return canonicalOrAsSent(indicators);
      const all = [...new Set(indicators.map(canonicalOrAsSent))];
      return all.length === 1 ? (all[0] as string) : all;
    },
  };
}
