/** Where the engine meets the normaliser: before it decides on a secret, and whenever it reads a client from the store (RFC 7591 §3.1). */
import { OAuthError } from '@granthouse/protocol';
import { randomUUID } from 'node:crypto';
import { errors, type ClientMetadata as EngineMetadata, type KoaContextWithOIDC } from 'oidc-provider';
import type { Capabilities } from '../capabilities.ts';
import type { CompleteOptions } from '../options.ts';
import { isClientIdUrl, isSelfRegistered, selfRegisteredPrefix } from './client-id.ts';
import { documentPolicy } from './client-id-metadata-document.ts';
import { knownPrivateUseRedirectUris } from './known-redirect-uris.ts';
import { normaliseClientMetadata, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';

/** Members beyond the engine's own that are stored with a client. */
const extraProperties = ['software_id', 'software_version', 'scope_hint', 'introspects'];

export function registrationHooks(policy: NormalisingPolicy) {
  return {
    /** Called before the engine reads the body: the only place where a mended authentication method still decides about a secret. */
    idFactory(ctx: KoaContextWithOIDC): string {
      const registering: { body?: ClientMetadata | undefined } = ctx.oidc;
      registering.body = normalised(registering.body ?? {}, policy);
      return `${selfRegisteredPrefix}${randomUUID()}`;
    },
    extraClientMetadata: {
      properties: extraProperties,
      /** The engine calls it once for each extra property; once is enough. */
      validator(...[ctx, key, , metadata]: [KoaContextWithOIDC | undefined, string, unknown, EngineMetadata]): void {
        if (key !== extraProperties[0] || !isSelfRegistered(metadata.client_id)) return;
        // What registers now was normalised before it got its id.
        if (ctx?.oidc.route === 'registration') return;
        mendInPlace(metadata, isClientIdUrl(metadata.client_id) ? documentPolicy(policy) : policy);
      },
    },
  };
}

export function normalisingPolicyOf(options: CompleteOptions, capabilities: Capabilities): NormalisingPolicy {
  return {
    grantTypes: capabilities.grantTypes,
    responseTypes: capabilities.responseTypes,
    clientAuthenticationMethods: capabilities.clientAuthenticationMethods,
    privateUseRedirectUris: [...knownPrivateUseRedirectUris, ...options.registration.privateUseRedirectUris],
    keysByAddress: false,
  };
}

function mendInPlace(metadata: ClientMetadata, policy: NormalisingPolicy): void {
  const mended = normalised(metadata, policy);
  for (const member of Object.keys(metadata)) {
    if (!Object.hasOwn(mended, member)) delete metadata[member];
  }
  Object.assign(metadata, mended);
}

/** The engine answers with its own error classes only; the code and the description stay what they were. */
function normalised(metadata: ClientMetadata, policy: NormalisingPolicy): ClientMetadata {
  try {
    return normaliseClientMetadata(metadata, policy);
  } catch (cause) {
    if (!(cause instanceof OAuthError)) throw cause;
    throw new errors.CustomOIDCProviderError(cause.code, cause.description);
  }
}
