/** The program of docs/openapi.md for the 1.x SDK, run as it stands with a real authorization server and a real API. */
import { expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { startRecordingApi } from '../openapi-tools/call/recording-api.ts';
import { startAuthorizationServer } from '../support/authorization-server.ts';
import { freePort } from '../support/free-port.ts';
import { obtainTokens } from '../support/oauth-client.ts';
import { textAt } from './documents.ts';
import { start, withLocal } from './snippet.ts';

it('openapi-server-sdk-1.ts calls the API for whoever signed in', async () => {
  const api = await startRecordingApi();
  const resource = `http://localhost:${await freePort()}/mcp`;
  const authorizationServer = await startAuthorizationServer(resource);
  const { issuer } = authorizationServer;
  const local = {
    'https://orders.example.com/mcp': resource,
    'https://login.example.com': issuer,
    'https://api.example.com': api.url,
    '(9401)': `(${new URL(resource).port})`,
  };
  const running = await start(withLocal(textAt('examples/snippets/src/openapi-server-sdk-1.ts'), local));
  const { access_token: token } = (await obtainTokens(issuer)).tokens;
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const client = new Client({ name: 'reader', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(resource), { requestInit }));

  expect((await client.callTool({ name: 'listOrders', arguments: {} })).isError).toBeFalsy();
  expect(api.recorded).toHaveLength(1);
  expect(api.recorded[0]?.headers['x-on-behalf-of']).toMatch(/^acc_/);

  await client.close();
  await running.stop();
  await authorizationServer.close();
  await api.close();
});
