/** Servers whose certificate no host trusts, or not for long (RFC 9110 §4.3.4, RFC 5280 §6). */
import type { Patient } from './patient.ts';

const check = 'network.certificate';
const fault = 'network' as const;

export const certificates: readonly Patient[] = [
  { name: 'the certificate has expired', certificate: 'expired', check, words: /has expired/, fault },
  { name: 'the certificate is signed by itself', certificate: 'self-signed', check, words: /signed by itself/, fault },
  {
    name: 'the certificate comes without the intermediate one',
    certificate: 'incomplete',
    check,
    words: /whole chain/,
    fault,
  },
  { name: 'the certificate is for another name', certificate: 'wrong-name', check, words: /another name/, fault },
  { name: 'the certificate ends in three days', certificate: 'expiring', check, words: /expires in 2 days/, fault },
];
