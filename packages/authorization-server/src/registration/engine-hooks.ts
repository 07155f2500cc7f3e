/** Where the engine meets the normaliser: whenever it makes a client of metadata that was stored or fetched (RFC 7591 §3.1). */
import { knownPrivateUseRedirectUris } from '@granthouse/host-profiles';
import { OAuthError } from '@granthouse/protocol';
import { errors, type ClientMetadata as EngineMetadata } from 'oidc-provider';
import { acceptedOpenidScopes, type Capabilities } from '../capabilities.ts';
import type { CompleteOptions } from '../options.ts';
import { isClientIdUrl, isSelfRegistered } from './client-id.ts';
import { documentPolicy } from './client-id-metadata-document.ts';
import { normaliseClientMetadata, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';

/** Members beyond the engine's own that are stored with a client. */
const extraProperties = ['software_id', 'software_version', 'scope_hint', 'introspects'];

/** In the place of a request's context: this metadata comes from the normaliser, which is dear to ask twice. */
export const isNormal = Symbol('normalised already');

export function extraClientMetadata(policy: NormalisingPolicy) {
  return {
    properties: extraProperties,
    /** The engine calls it once for each extra property; once is enough. */
    validator(...[ctx, key, , metadata]: [unknown, string, unknown, EngineMetadata]): void {
      if (ctx === isNormal || key !== extraProperties[0] || !isSelfRegistered(metadata.client_id)) return;
      mendInPlace(metadata, isClientIdUrl(metadata.client_id) ? documentPolicy(policy) : policy);
    },
  };
}

export function normalisingPolicyOf(options: CompleteOptions, capabilities: Capabilities): NormalisingPolicy {
  return {
    grantTypes: capabilities.grantTypes,
    responseTypes: capabilities.responseTypes,
    clientAuthenticationMethods: capabilities.clientAuthenticationMethods,
    privateUseRedirectUris: [...knownPrivateUseRedirectUris, ...options.registration.privateUseRedirectUris],
    knownScopes: new Set([...acceptedOpenidScopes, ...options.resources.flatMap(({ scopes }) => Object.keys(scopes))]),
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
    throw new errors.CustomOIDCProviderError(cause.code, cause.description, { cause });
  }
}
