/** Whether a client on a person's machine may come back at any port: the one that it registered with may be taken the next time (RFC 8252 §7.3). */
import { beginAuthorization } from '../../../authorization/begin.ts';
import { memberOf, said } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import { takeBack } from '../../clients.ts';
import { hostName } from '../../hosts/host-name.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { least } from './refusal.ts';
import { registersNobody, registrationAt, slowedDown, type RegistrationAt } from './registration-at.ts';
import { tryRegistration } from './try-registration.ts';

const atPort = (port: number) => `http://127.0.0.1:${port}/callback`;

export const takesAnyPort: Check = {
  id: 'registration.loopback-port',
  section: 'RFC 8252 §7.3',
  asks: 'May a client on a person’s machine come back at another port than it registered?',
  stopsNobody: true,
  needs: 'register',
  unless: registersNobody,
  async judge(probe) {
    const at = registrationAt(probe);
    if (!at) return [];
    const metadata = { ...least, application_type: 'native', redirect_uris: [atPort(53_682)] };
    const { accepted, exchange } = await tryRegistration(at.endpoint, { metadata, isKept: true }, probe);
    const clientId = memberOf(exchange.json, 'client_id');
    if (exchange.status === 429) return slowedDown(1);
    // What becomes of a client that isn't taken at all is another check's to find.
    if (!accepted || typeof clientId !== 'string') return [];
    const ask = (port: number) => authorizing(at, { clientId, redirectUri: atPort(port) }, probe);
    const [own, other] = [await ask(53_682), await ask(53_683)];
    await takeBack(exchange, probe);
    return isRefused(other) && !isRefused(own) ? [told(other, probe)] : [];
  },
};

async function authorizing(
  { server, scopes }: RegistrationAt,
  { clientId, redirectUri }: { readonly clientId: string; readonly redirectUri: string },
  { ask, learned, endpoint }: Probe,
): Promise<Exchange> {
  const { issuer } = server;
  const client = { issuer, clientId, redirectUri, method: 'none' as const, how: 'registration' as const };
  const resource = learned.resourceMetadata?.resource ?? endpoint.href;
  const { url } = await beginAuthorization({ server, resource }, client, scopes);
  return ask(url, { headers: { accept: 'text/html' } });
}

/** A page of an error, and not one that keeps programs out. */
const isRefused = ({ status }: Exchange) => status >= 400 && ![401, 403, 429].includes(status);

function told(answer: Exchange, { hosts }: Probe): Found {
  const moving = hosts.filter(({ redirect_uris: uris }) => uris.loopback.some(({ port }) => port?.includes('random')));
  const concerned = moving.length > 0 ? `. It can happen to ${moving.map(hostName).join(', ')}` : '';
  return {
    seen: `a client that registered ${atPort(53_682)} came with ${atPort(53_683)}, and was answered ${said(answer)}${concerned}`,
    expected: 'any port of a loopback redirect URI',
    remedy: 'Compare redirect URIs on 127.0.0.1, [::1] and localhost without their port.',
    fault: 'authorization-server',
    severity: 'warning',
  };
}
