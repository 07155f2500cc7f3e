/** The resources that tokens are issued for (RFC 8707), each with its scopes in words that people read. */
import { canonicalResource, ConfigurationError, isScopeToken } from '@granthouse/protocol';
import { z } from 'zod';
import { readBy } from './read-by.ts';

const scopeName = z.string().refine((name) => isScopeToken(name), 'use one scope token such as orders:read');

const scopeDefinition = z.strictObject({
  /** One sentence that a person reads on the consent page. */
  description: z.string().min(3),
  implies: z.array(scopeName).default([]),
  effect: z.enum(['read', 'change', 'irreversible']).default('change'),
});

/** As people type it into their host. */
export const resourceIdentifier = readBy(canonicalResource, 'https://orders.example.com/mcp');

export const resourceDefinition = z
  .strictObject({
    resource: resourceIdentifier,
    name: z.string().min(1).max(80),
    scopes: z.record(scopeName, scopeDefinition),
    defaultScopes: z.array(scopeName).min(1),
  })
  .check((context) => {
    const known = context.value.scopes;
    for (const scope of [...context.value.defaultScopes, ...Object.values(known).flatMap((entry) => entry.implies)]) {
      if (Object.hasOwn(known, scope)) continue;
      context.issues.push({
        code: 'custom',
        message: `"${scope}" is not among the scopes; add it there`,
        input: scope,
      });
    }
  });

export type ResourceDefinition = z.output<typeof resourceDefinition>;

/** Throws a ConfigurationError when two definitions are of one resource. */
export function refuseDuplicates(resources: readonly ResourceDefinition[]): void {
  const identifiers = resources.map((entry) => entry.resource);
  const twice = identifiers.find((value, index) => identifiers.indexOf(value) !== index);
  if (twice === undefined) return;
  throw new ConfigurationError({
    path: 'authorizationServer.resources',
    found: `${twice} twice`,
    remedy: 'list each resource once',
  });
}
