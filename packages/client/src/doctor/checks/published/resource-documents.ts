/** Where hosts look for a resource's metadata, and what is there: the challenge's place, the path's, the root's (RFC 9728 §3.1). */
import { parseChallenges, protectedResourceMetadataUrl } from '@granthouse/protocol';
import { ClientError } from '../../../client-error.ts';
import { asJson, isDocument, memberOf } from '../../answers.ts';
import type { Exchange, Probe } from '../../probe.ts';

export interface Documents {
  /** As the challenge names it; undefined when it names none. */
  readonly where?: string;
  /** What is there; undefined when nobody can ask, for `trouble`. */
  readonly named?: Exchange;
  readonly trouble?: ClientError;
  readonly path: Exchange;
  readonly root: Exchange;
  /** The named one; where it is missing, by path, or at the root, as the forgiving hosts take it. */
  readonly found?: Exchange;
}

export async function documentsOf(probe: Probe): Promise<Documents> {
  const { endpoint, ask, learned } = probe;
  const challenges = parseChallenges(learned.challenge?.headers.get('www-authenticate') ?? '');
  const [where] = challenges.flatMap(({ parameters }) => parameters['resource_metadata'] ?? []);
  const path = await ask(protectedResourceMetadataUrl(endpoint.href), asJson);
  const root = await ask(protectedResourceMetadataUrl(endpoint.origin), asJson);
  if (where === undefined) return { path, root, ...foundIn([path, root]) };
  if (!URL.canParse(where)) return { where, path, root };
  try {
    const named = await ask(where, asJson);
    return { where, named, path, root, ...foundIn([named, path, root]) };
  } catch (error) {
    if (error instanceof ClientError) return { where, path, root, trouble: error };
    throw error;
  }
}

function foundIn(exchanges: readonly Exchange[]): { found?: Exchange } {
  const found = exchanges.find(isMetadata);
  return found ? { found } : {};
}

/** A document with a resource or a server in it; others answer JSON there too. */
export const isMetadata = (exchange: Exchange): boolean =>
  isDocument(exchange) &&
  (memberOf(exchange.json, 'resource') ?? memberOf(exchange.json, 'authorization_servers')) !== undefined;
