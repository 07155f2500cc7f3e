/** What docs/security.md says does not hold yet, as it is today: whoever mends one of these mends the page, too. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { obtainTokens, postForm, refresh, type TokenAnswer } from '../support/oauth-client.ts';
import { startHouse, type House } from '../support/order-desk.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

function listTools(token: string): Promise<Response> {
  return fetch(house.resource, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(list),
  });
}

describe('today', () => {
  it('a thief who keeps step with the client inside the window is answered like the client', async () => {
    const { client, tokens } = await obtainTokens(house.issuer);
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    const own = (await (await refresh(house.issuer, fields)).json()) as TokenAnswer;
    const stolen = (await (await refresh(house.issuer, fields)).json()) as TokenAnswer;
    expect(stolen.refresh_token).toBe(own.refresh_token);
  });

  it('an access token is honoured after its authorization was revoked, until it expires', async () => {
    const { client, tokens } = await obtainTokens(house.issuer);
    await postForm(`${house.issuer}/revoke`, { client_id: client.client_id, token: tokens.refresh_token });
    expect((await listTools(tokens.access_token)).status).toBe(200);
  });

  it('RFC7009-5: an access token is honoured after it was revoked itself, where signatures alone are checked', async () => {
    const { client, tokens } = await obtainTokens(house.issuer);
    const fields = { client_id: client.client_id, token: tokens.access_token };
    expect((await postForm(`${house.issuer}/revoke`, fields)).status).toBe(200);
    expect((await listTools(tokens.access_token)).status).toBe(200);
  });
});
