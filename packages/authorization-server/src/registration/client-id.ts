/** What a client's id says of where the client comes from: who registered itself never gets an id that the operator gives. */

/** Of ids that dynamic registration gives (RFC 7591 §3.2.1). */
export const selfRegisteredPrefix = 'dcr_';

/** An id that is the address of a metadata document (Client ID Metadata Document §3). */
export function isClientIdUrl(clientId: string): boolean {
  return /^https:\/\//i.test(clientId);
}

export function isSelfRegistered(clientId: string): boolean {
  return clientId.startsWith(selfRegisteredPrefix) || isClientIdUrl(clientId);
}
