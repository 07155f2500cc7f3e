/** The resources this server issues tokens for (RFC 8707): which one a request means, and what its scopes are. */
import { canonicalResource, OAuthError } from '@granthouse/protocol';
import type { CompleteOptions, ResourceDefinition } from './options.ts';

export interface Resources {
  readonly all: readonly ResourceDefinition[];
  /** The resource of a request that names none: there is one only when exactly one is configured. */
  readonly default: ResourceDefinition | undefined;
  /** Understands slash and case variants; anything unknown is `invalid_target`. */
  find(indicator: string): ResourceDefinition;
}

export function resourcesOf(options: CompleteOptions): Resources {
  const byIndicator = new Map(options.resources.map((entry) => [entry.resource, entry]));
  return {
    all: options.resources,
    default: options.resources.length === 1 ? options.resources[0] : undefined,
    find(indicator) {
      const found = byIndicator.get(canonicalResource(indicator));
      if (!found)
        throw new OAuthError('invalid_target', 'no resource of this authorization server has that identifier');
      return found;
    },
  };
}
