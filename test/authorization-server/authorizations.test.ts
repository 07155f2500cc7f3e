/** What people have connected, from a program: listed while it lives, and ended whole, what is still on its way included. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WhichAuthorizations } from '@granthouse/authorization-server';
import { person } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { obtainCode, publicClient, redeem, register } from '../support/oauth-client.ts';
import { openHouse, type House } from './refresh-families/connected-app.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.server.close());

const listed = (which: WhichAuthorizations) => allOf(house.server.authorizations.list(which));
const ended = (which: WhichAuthorizations) => allOf(house.server.authorizations.end(which));

async function allOf<T>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of found) all.push(each);
  return all;
}

describe('an authorization', () => {
  it('is listed with the date of its last use, until its refresh token expires', async () => {
    const app = await house.connect({ ...publicClient, client_name: 'Used' });
    const [before] = await listed({ clientId: app.clientId });
    expect(before).toMatchObject({ login: person.login, client_name: 'Used' });
    house.clock.advance(31 * 86_400_000);
    expect(await listed({ clientId: app.clientId })).toEqual([]);
  });

  it('goes by the id that its audit events and its access tokens name', async () => {
    const app = await house.connect({ ...publicClient, client_name: 'Named' });
    await app.refresh(app.first.refresh_token);
    await app.refresh(app.first.refresh_token);
    const told = house.events.findLast(({ name }) => name === 'refresh_family.grace_answered');
    const [own] = await listed({ clientId: app.clientId });
    expect(own?.id).toBe(told?.['authorization']);
  });

  it('ends with its access tokens, refresh tokens and codes; each is told once', async () => {
    const app = await house.connect({ ...publicClient, client_name: 'Ended' });
    const { code, verifier } = await obtainCode(house.server.issuer, app.clientId);
    expect(await ended({ clientId: app.clientId })).toHaveLength(2);
    expect(await ended({ clientId: app.clientId })).toEqual([]);
    await expectError(await app.show(app.first.refresh_token), 400, 'invalid_grant');
    expect(await house.isActive(app.first.access_token)).toBe(false);
    const fields = { client_id: app.clientId, code, code_verifier: verifier };
    await expectError(await redeem(house.server.issuer, fields), 400, 'invalid_grant');
  });

  it('of somebody else is left alone', async () => {
    const other = { login: 'grace@example.com', password: 'another long password' };
    await house.server.accounts.add(other);
    const app = await house.connect({ ...publicClient, client_name: 'Left alone' });
    expect(await ended({ login: other.login })).toEqual([]);
    expect(await ended({ login: other.login, clientId: app.clientId })).toEqual([]);
    expect(await ended({ login: 'nobody@example.com' })).toEqual([]);
    const { client_id: stranger } = await register(house.server.issuer, { ...publicClient, client_name: 'Stranger' });
    expect(await ended({ login: person.login, clientId: stranger })).toEqual([]);
    expect((await app.show(app.first.refresh_token)).status).toBe(200);
  });
});
