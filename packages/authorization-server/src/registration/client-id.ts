/** What a client's id says of where the client comes from: who registered itself never gets an id that the operator gives. */
import { isClientIdUrl } from './client-id-metadata-document.ts';

/** Of ids that dynamic registration gives (RFC 7591 §3.2.1). */
export const selfRegisteredPrefix = 'dcr_';

export function isSelfRegistered(clientId: string): boolean {
  return clientId.startsWith(selfRegisteredPrefix) || isClientIdUrl(clientId);
}
