/** `granthouse users` beside a running server, on the same store: who may sign in, at once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { pageOf } from '../support/connect.ts';
import { expectError } from '../support/expect-error.ts';
import { authorizationRequest, obtainCode, obtainTokens, redeem, refresh } from '../support/oauth-client.ts';
import type { Program } from '../support/program.ts';
import { site, type Site } from './served.ts';

let here: Site;
let serving: Program;

beforeAll(async () => {
  here = await site();
  serving = here.granthouse(['serve']);
  await serving.says(here.issuer);
});

afterAll(async () => {
  serving.child.kill();
  await serving.ended;
  await here.remove();
});

const users = (words: string[], input = '') => here.granthouse(['users', ...words], { input }).ended;

describe('granthouse users', () => {
  it('adds a person, who can sign in at once; a taken login or a short password changes nothing', async () => {
    expect(await users(['add', person.login, '--name', person.name], `${person.password}\n`)).toMatchObject({
      code: 0,
    });
    expect((await users(['add', person.login.toUpperCase()], 'another password\n')).err).toMatch(/exists already/);
    expect((await users(['add', 'short@example.com'], 'short\n')).err).toMatch(/at least 8 characters/);
    expect((await users(['list'])).out).toBe(`${person.login}\t${person.name}\t\n`);
    const open = here.granthouse(['users', 'set-password', person.login], { input: { open: `${person.password}\n` } });
    expect(await open.ended).toMatchObject({ code: 0 });
    const { tokens } = await obtainTokens(here.issuer);
    expect(tokens.scope).toBe('orders:read');
  });

  it('sets a password, which ends browser sessions; removes a person, which ends connections too', async () => {
    const browser = new Browser();
    const { client } = await obtainTokens(here.issuer);
    const { code, verifier } = await obtainCode(here.issuer, client.client_id, { browser });
    const fields = { client_id: client.client_id, code, code_verifier: verifier };
    const tokens = (await (await redeem(here.issuer, fields)).json()) as { refresh_token: string };
    const asked = async () => pageOf(await browser.open(authorizationRequest(here.issuer, client.client_id).url)).html;

    expect(await asked()).not.toContain('name="password"');
    expect(await users(['set-password', person.login], 'a changed password\n')).toMatchObject({ code: 0 });
    expect(await asked()).toContain('name="password"');

    expect(await users(['remove', person.login])).toMatchObject({ code: 0 });
    expect(await users(['remove', person.login])).toMatchObject({ code: 1 });
    const answer = await refresh(here.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });
    await expectError(answer, 400, 'invalid_grant');
    expect((await users(['list'])).err).toMatch(/Nobody can sign in yet/);
  });
});
