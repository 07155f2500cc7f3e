/** `granthouse authorizations` beside a running server, on the same store: who has connected what, and taking it back. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Authorization } from '@granthouse/authorization-server';
import { person } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { obtainCode, obtainTokens, publicClient, refresh, type TokenAnswer } from '../support/oauth-client.ts';
import type { Ended } from '../support/program.ts';
import { site, type Site } from './served.ts';

let here: Site;
beforeAll(async () => {
  here = await site();
  await here.granthouse(['serve']).says(here.issuer);
  await here.granthouse(['users', 'add', person.login], { input: `${person.password}\n` }).ended;
});
afterAll(() => here.remove());

const authorizations = (...words: string[]): Promise<Ended> => here.granthouse(['authorizations', ...words]).ended;

async function listed(...words: string[]): Promise<Authorization[]> {
  const { out } = await authorizations('list', '--json', ...words);
  return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Authorization]));
}

async function connect(client_name: string) {
  const { client, tokens } = await obtainTokens(here.issuer, { metadata: { ...publicClient, client_name } });
  const show = () => refresh(here.issuer, { client_id: client.client_id, refresh_token: tokens.refresh_token });
  return { clientId: client.client_id, show };
}

describe('granthouse authorizations list', () => {
  it('shows who connected what, for what, and when it was used; a consent that was never redeemed connects nothing', async () => {
    const { clientId } = await connect('Listed');
    await obtainCode(here.issuer, clientId);
    expect(await listed('--client', clientId)).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{43}$/),
        account_id: expect.any(String),
        login: person.login,
        client_id: clientId,
        client_name: 'Listed',
        access: [{ resource: 'https://orders.example.com/mcp', scope: 'orders:read' }],
        authorized_at: expect.any(Number),
        last_used_at: expect.any(Number),
        expires_at: expect.any(Number),
      },
    ]);
    expect((await authorizations('list', '--client', clientId)).out).toContain(person.login);
  });

  it('takes several conditions together, and shows nothing where nobody fits', async () => {
    const { clientId } = await connect('Together');
    expect(await listed('--client', clientId, '--person', person.login)).toHaveLength(1);
    expect(await listed('--client', clientId, '--person', 'nobody@example.com')).toEqual([]);
    const [own] = await listed('--client', clientId);
    expect(await listed('--id', String(own?.id), '--client', 'another')).toEqual([]);
  });
});

describe('granthouse authorizations end', () => {
  it('ends one by its id, and leaves the others', async () => {
    const [ended, other] = [await connect('Ended'), await connect('Other')];
    const [{ id } = { id: '' }] = await listed('--client', ended.clientId);
    expect(await authorizations('end', '--id', id)).toMatchObject({ code: 0, out: `${id}\n` });
    await expectError(await ended.show(), 400, 'invalid_grant');
    const answer = await other.show();
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as TokenAnswer).refresh_token).toBeDefined();
  });

  it('ends all of a client, then all of a person', async () => {
    const [one, two] = [await connect('One'), await connect('Two')];
    expect((await authorizations('end', '--client', one.clientId)).code).toBe(0);
    await expectError(await one.show(), 400, 'invalid_grant');
    expect((await authorizations('end', '--person', person.login)).code).toBe(0);
    await expectError(await two.show(), 400, 'invalid_grant');
    expect(await listed()).toEqual([]);
  });

  it('says what is missing, and what there is not', async () => {
    expect(await authorizations('end')).toMatchObject({ code: 2, err: expect.stringContaining('--person') });
    expect(await authorizations('end', '--id', 'nothing')).toMatchObject({ code: 1 });
  });
});
