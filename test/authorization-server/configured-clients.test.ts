/** Clients that stand in the operator's configuration: their redirect URIs count as those of any other client (RFC 8252 §7.3, §8.4). */
import { afterEach, expect, it } from '@jest/globals';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { authorizationRequest } from '../support/oauth-client.ts';

let server: RunningServer;
afterEach(() => server.close());

it.each([
  ['nothing', {}],
  ['native', { application_type: 'native' }],
  ['web', { application_type: 'web' }],
])(
  'OAUTH21-6: one with a loopback address may come from any port, whichever kind of application it says: %s',
  async (_said, kind) => {
    const app = { client_id: 'cli', redirect_uris: ['http://127.0.0.1/callback'], token_endpoint_auth_method: 'none' };
    server = await startAuthorizationServer('https://orders.example.com/mcp', { clients: [{ ...app, ...kind }] });
    const asked = async (redirect_uri: string): Promise<number> => {
      const { url } = authorizationRequest(server.issuer, 'cli', { redirect_uri });
      return (await fetch(url, { redirect: 'manual' })).status;
    };
    expect(await asked('http://127.0.0.1:50999/callback')).toBe(303);
    expect(await asked('http://127.0.0.1:50999/other')).toBe(400);
  },
);
