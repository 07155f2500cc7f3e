/** Redirect URIs that no client may have: whoever registers them is sent codes that belong to others (RFC 8252 §8.4, RFC 9700 §4.1). */
import type { Check, Found } from '../../check.ts';
import { registersNobody, registrationAt, slowedDown } from './registration-at.ts';
import { tryRegistration } from './try-registration.ts';

/** With the rule that refuses it, and what becomes of it: code that runs, a code that is read on its way, anybody's address. */
const dangerous: readonly (readonly [uri: string, remedy: string, severity: Found['severity']])[] = [
  [
    'javascript:alert(1)',
    'Refuse the scheme javascript in redirect URIs: it runs in the page of the authorization server.',
    'problem',
  ],
  [
    'data:text/html,doctor',
    'Refuse the scheme data in redirect URIs: it is a page of whoever registered it.',
    'problem',
  ],
  [
    'http://attacker.example/callback',
    'Refuse http in redirect URIs, but on loopback: answers can be read on their way.',
    'warning',
  ],
  ['https://*.attacker.example/callback', 'Refuse * in redirect URIs: it means more addresses than one.', 'warning'],
  ['https://attacker.example/callback#part', 'Refuse a # in redirect URIs (RFC 6749 §3.1.2).', 'warning'],
];

export const refusesDangerousUris: Check = {
  id: 'registration.dangerous-uris',
  section: 'RFC 9700 §4.1',
  asks: 'Does the authorization server refuse to register redirect URIs that are dangerous?',
  stopsNobody: true,
  needs: 'register',
  unless: registersNobody,
  async judge(probe) {
    const at = registrationAt(probe);
    const found: Found[] = [];
    for (const [place, [uri, remedy, severity]] of at ? dangerous.entries() : []) {
      const metadata = { client_name: 'Granthouse doctor', redirect_uris: [uri], token_endpoint_auth_method: 'none' };
      const { accepted, answered, exchange } = await tryRegistration(at?.endpoint ?? '', { metadata }, probe);
      if (exchange.status === 429) return [...found, ...slowedDown(dangerous.length - place)];
      if (accepted) found.push(told(uri, { remedy, answered, severity }));
    }
    return found;
  },
};

function told(
  uri: string,
  { remedy, answered, severity }: Pick<Found, 'remedy' | 'severity'> & { readonly answered: string },
): Found {
  return {
    seen: `a client with the redirect URI ${uri} was registered: ${answered}`,
    expected: '400 invalid_redirect_uri',
    remedy,
    fault: 'authorization-server',
    severity,
  };
}
