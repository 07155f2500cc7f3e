/** Servers whose certificate no host trusts, or not for long (RFC 9110 §4.3.4, RFC 5280 §6). */
import type { Patient } from './patient.ts';

const check = 'network.certificate';
const fault = 'network' as const;

export const certificates: readonly Patient[] = [
  { name: 'the certificate has expired', certificate: 'expired', check, fault },
  { name: 'the certificate is signed by itself', certificate: 'self-signed', check, fault },
  { name: 'the certificate comes without the intermediate one', certificate: 'incomplete', check, fault },
  { name: 'the certificate is for another name', certificate: 'wrong-name', check, fault },
  { name: 'the certificate ends in three days', certificate: 'expiring', check, fault },
];
