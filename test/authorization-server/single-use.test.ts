/** What is good once, asked for many times at once, of one server and of two, on every store: one winner, and the rest end nothing half (OAuth 2.1 §4.1.2, RFC 9700 §4.14.2). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { clientKey } from '../support/client-assertion.ts';
import { describeOnEveryStore, type ServersOnStore } from '../support/every-store.ts';
import { expectError } from '../support/expect-error.ts';
import {
  obtainCode,
  obtainTokens,
  publicClient,
  redeem,
  refresh,
  register,
  type TokenAnswer,
} from '../support/oauth-client.ts';

async function statusesOf(attempt: () => Promise<Response>): Promise<Record<number, number>> {
  const answers = await Promise.all(Array.from({ length: 50 }, attempt));
  const statuses: Record<number, number> = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return statuses;
}

describeOnEveryStore('of fifty requests at once', (start) => {
  let server: ServersOnStore;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  it('OAUTH21-14: one redeems the code', async () => {
    const { client_id } = await register(server.issuer);
    const { code, verifier } = await obtainCode(server.issuer, client_id);
    const attempt = () => redeem(server.issuer, { client_id, code, code_verifier: verifier });
    expect(await statusesOf(attempt)).toEqual({ 200: 1, 400: 49 });
  });

  it('OAUTH21-15: one redeems the code, and what it got is ended by the rest', async () => {
    const { client_id } = await register(server.issuer);
    const { code, verifier } = await obtainCode(server.issuer, client_id);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => redeem(server.issuer, { client_id, code, code_verifier: verifier })),
    );
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as TokenAnswer[];
    const granted = bodies.flatMap(({ refresh_token }) => refresh_token ?? []);
    expect(granted).toHaveLength(1);
    for (const refresh_token of granted)
      await expectError(await refresh(server.issuer, { client_id, refresh_token }), 400, 'invalid_grant');
  });

  it('AS-25, HOST-14: each refreshes with the token, and all get the same next one', async () => {
    const { client, tokens } = await obtainTokens(server.issuer);
    const fields = { client_id: client.client_id, refresh_token: tokens.refresh_token };
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(server.issuer, fields)));
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as TokenAnswer[];
    expect(new Set(bodies.map(({ refresh_token }) => refresh_token)).size).toBe(1);
    expect(new Set(bodies.map(({ access_token }) => access_token)).size).toBe(50);
    expect(bodies[0]?.refresh_token).not.toBe(tokens.refresh_token);
  });

  it('RFC9700-14: one proves its client with an assertion', async () => {
    const key = await clientKey();
    const metadata = { ...publicClient, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } };
    const { client_id } = await register(server.issuer, metadata);
    const same = await key.prove(client_id, server.issuer);
    // Whoever is believed is refused for the token that nobody knows.
    expect(await statusesOf(() => refresh(server.issuer, { refresh_token: 'x', ...same }))).toEqual({
      400: 1,
      401: 49,
    });
  });
});
