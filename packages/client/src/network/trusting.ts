/** Certificates of authorities besides the usual ones: what is given to TLS alone would stand in their place (CL-15). */
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import * as tls from 'node:tls';

/** `authorities`: PEM. Made once, since the usual ones are many. */
export function trusting(authorities: readonly string[]): { secureContext: SecureContext } {
  return { secureContext: createSecureContext({ ca: [...usual(), ...authorities] }) };
}

/** Node 20 can't say what it trusts besides its own list. */
const usual = (): readonly string[] => tls.getCACertificates?.('default') ?? rootCertificates;
