/** Access tokens that are right, and wrong in each way: signed ones, and opaque ones of which their issuer tells (RFC 9068, RFC 7662 §2.2). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AuthorizationServerOptions } from '@granthouse/resource-server';
import type { TestClock } from '../../support/test-clock.ts';
import { startTestIssuer } from '../../support/test-issuer.ts';

export type Shown = 'right' | 'wrong' | 'missing' | 'expired' | 'for another audience' | 'without the scope' | 'twice';

export interface TokenSource {
  readonly authorizationServer: AuthorizationServerOptions;
  signed(shown: Shown, audience: string): Promise<string>;
  opaque(shown: Shown, audience: string): string;
  close(): Promise<void>;
}

/** Every token is for `orders:read`, but for those without the scope. */
export async function startTokenSource(clock: TestClock): Promise<TokenSource> {
  const [issuer, stranger] = await Promise.all([startTestIssuer(clock), startTestIssuer(clock)]);
  const introspecting = createServer(async (request, response) => {
    const said = introspected(new URLSearchParams(await text(request)).get('token') ?? '', clock);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(introspecting, 'listening');
  const { port } = introspecting.address() as AddressInfo;
  issuer.changeMetadata({ introspection_endpoint: `http://127.0.0.1:${port}/introspect` });
  const introspection = { clientId: 'orders', clientSecret: 'a secret for tests' };
  return {
    authorizationServer: { issuer: issuer.issuer, introspection },
    signed(shown, audience) {
      const claims = claimsOf(shown, audience, clock);
      return (shown === 'wrong' ? stranger : issuer).mint(audience, { claims });
    },
    // It says itself what it is, so that whoever is asked about it knows.
    opaque: (shown, audience) => Buffer.from(JSON.stringify([shown, audience])).toString('base64url'),
    async close() {
      introspecting.close();
      introspecting.closeAllConnections();
      await Promise.all([issuer.goAway(), stranger.goAway(), once(introspecting, 'close')]);
    },
  };
}

function introspected(token: string, clock: TestClock): Record<string, unknown> {
  const [shown, audience] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [Shown, string];
  const whose = { client_id: 'client-1', sub: 'person-2', token_type: 'Bearer' };
  return { active: shown !== 'wrong', ...whose, ...claimsOf(shown, audience, clock) };
}

function claimsOf(shown: Shown, audience: string, clock: TestClock) {
  return {
    aud: shown === 'for another audience' ? `${audience}/other` : audience,
    scope: shown === 'without the scope' ? 'orders:list' : 'orders:read',
    exp: clock.seconds() + (shown === 'expired' ? -60 : 600),
  };
}
