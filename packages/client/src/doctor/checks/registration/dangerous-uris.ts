/** Redirect URIs that no client may have: whoever registers them is sent codes that belong to others (RFC 8252 §8.4, RFC 9700 §4.1). */
import type { Check, Found } from '../../check.ts';
import { registersNobody, registrationAt, slowedDown } from './registration-at.ts';
import { tryRegistration } from './try-registration.ts';

/** With what becomes of it: code that runs, a code that is read on its way, an address that is anybody's. */
const dangerous: readonly (readonly [uri: string, why: string, severity: Found['severity']])[] = [
  ['javascript:alert(1)', 'it runs in the page of the authorization server', 'problem'],
  ['data:text/html,doctor', 'it is a page of whoever registered it', 'problem'],
  ['http://attacker.example/callback', 'its answers can be read on their way', 'warning'],
  ['https://*.attacker.example/callback', 'it means more addresses than one', 'warning'],
  ['https://attacker.example/callback#part', 'nothing may follow a # (RFC 6749 §3.1.2)', 'warning'],
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
    for (const [place, [uri, why, severity]] of at ? dangerous.entries() : []) {
      const metadata = { client_name: 'Granthouse doctor', redirect_uris: [uri], token_endpoint_auth_method: 'none' };
      const { accepted, answered, exchange } = await tryRegistration(at?.endpoint ?? '', { metadata }, probe);
      if (exchange.status === 429) return [...found, ...slowedDown(dangerous.length - place)];
      if (accepted) found.push(told(uri, { why, answered, severity }));
    }
    return found;
  },
};

function told(
  uri: string,
  { why, answered, severity }: { why: string; answered: string; severity: Found['severity'] },
): Found {
  return {
    seen: `a client with the redirect URI ${uri} was registered: ${answered}`,
    expected: '400 invalid_redirect_uri',
    remedy: `Refuse ${uri}, and whatever else is neither https, http on loopback, nor an app's own scheme: ${why}.`,
    fault: 'authorization-server',
    severity,
  };
}
