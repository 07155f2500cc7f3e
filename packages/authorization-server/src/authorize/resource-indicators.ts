/** Which resource a token is for, and what its access token looks like (RFC 8707 §2, RFC 9068 §2). */
import { OAuthError } from '@granthouse/protocol';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Capabilities } from '../capabilities.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { Resources } from '../resources.ts';

interface Parts {
  readonly capabilities: Capabilities;
  readonly resources: Resources;
}

export function resourceIndicators({ resources, capabilities }: Parts) {
  return {
    enabled: true,
    defaultResource: (_ctx: KoaContextWithOIDC, _client: unknown, oneOf?: readonly string[]) => {
      const resource = oneOf?.length === 1 ? oneOf[0] : resources.default?.resource;
      if (resource) return resource;
      throw refused(new Refusal('resource.unnamed', 'name one resource: this server has several'));
    },
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx: KoaContextWithOIDC, indicator: string) => {
      const found = targetOf(resources, indicator);
      return {
        scope: Object.keys(found.scopes).join(' '),
        audience: found.resource,
        accessTokenFormat: 'jwt' as const,
        jwt: { sign: { alg: capabilities.signingAlgorithm } },
      };
    },
  };
}

function targetOf(resources: Resources, indicator: string) {
  try {
    return resources.find(indicator);
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    const description =
      'this authorization server issues no tokens for that resource: its operator lists them under resources';
    throw refused(new Refusal('resource.foreign', description, { cause }));
  }
}

const refused = (cause: Refusal) => new errors.InvalidTarget(cause.description, { cause });
