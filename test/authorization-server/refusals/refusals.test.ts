/** Every way to be refused, provoked on the wire: its code in the log, its page, and no more than the RFC's code on the wire (RFC 6749 §4.1.2.1, §5.2). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  isRefusalCode,
  openRefusals,
  pageOf,
  refusals,
} from '../../../packages/authorization-server/src/refusals/table.ts';
import { byPrograms } from './by-programs.ts';
import { byProofs } from './by-proofs.ts';
import { obtainCode, redeem, register } from '../../support/oauth-client.ts';
import { asJson, ground, lineOf, type Ground, type Refused } from './ground.ts';
import { onTheWay } from './on-the-way.ts';

const ways = [...onTheWay, ...byPrograms, ...byProofs];

/** What no request here can bring about, and why. */
const unprovoked: Readonly<Record<string, string>> = {
  not_found: 'no refusal of something that was asked: told without a reference, below and in entrance tests',
  'host.foreign':
    'told without a reference, before anything is looked up: test/authorization-server/authorization-request',
  'method.foreign': 'told without a reference, before anything is looked up: test/authorization-server/discovery-forms',
  server_error: 'a fault of the server: below',
  'registration.initial_access_token': 'registration is open here: test/authorization-server/initial-access-tokens',
  temporarily_unavailable: 'the store is away: test/authorization-server/store-away',
  too_many_requests: 'a limit was met: test/authorization-server/limits',
  invalid_client: 'every reason has a code of its own; this is the page of the secret ones',
  invalid_grant: 'every reason has a code of its own; this is the page of the secret ones',
  invalid_redirect_uri: 'every reason has a code of its own; this is where an unknown one of the engine would lead',
  invalid_client_metadata: 'every reason has a code of its own; this is where an unknown one of the engine would lead',
  unauthorized_client: 'the engine answers invalid_request in its place',
  unsupported_token_type: 'answered by the steps around the engine before it leaves',
};

let here: Ground;
const told: Array<Refused & { readonly code: string }> = [];
beforeAll(async () => {
  here = await ground();
});
afterAll(() => here.close());

describe('refused with', () => {
  it.each(ways)('RFC6749-4: %s (%i), a page that explains it, and a line in the log', async (code, status, provoke) => {
    if (!isRefusalCode(code)) throw new Error(`${code} is not in the table`);
    const refused = await provoke(here);
    const { error, uri, reference, description } = refused;
    told.push({ ...refused, code });
    const server = [here.server, here.other].find(({ issuer }) => uri.startsWith(`${issuer}/`)) ?? here.server;
    expect({ error, uri, status: refused.status }).toEqual({
      error: refusals[code].error,
      uri: `${server.issuer}/errors/${pageOf(code).code}`,
      status,
    });
    expect(description).toMatch(/^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/);
    expect(uri).toMatch(/^[\u0021\u0023-\u005b\u005d-\u007e]*$/);
    expect(lineOf(server, reference)).toMatchObject({ message: 'refused', code, error });
    const page = await fetch(uri);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('every code of the table, or it says why not', () => {
    const provoked = new Set<string>(ways.map(([code]) => code));
    const codes = Object.keys(refusals);
    expect(codes.filter((code) => !provoked.has(code) && unprovoked[code] === undefined)).toEqual([]);
    expect(Object.keys(unprovoked).filter((code) => provoked.has(code) || !isRefusalCode(code))).toEqual([]);
  });
});

describe('a secret', () => {
  const isSecret = (code: string) => isRefusalCode(code) && 'isSecret' in refusals[code];
  const wire = ({ form, status, error, description, uri, reference }: Refused) =>
    JSON.stringify({ form, status, error, uri, description: description.replace(reference, '') });

  it.each(['invalid_grant', 'invalid_client'])('%s is answered alike, whatever the reason', (error) => {
    const answers = told.filter((each) => isSecret(each.code) && each.error === error);
    expect(new Set(answers.map(({ code }) => code)).size).toBeGreaterThan(4);
    expect(new Set(answers.map(wire)).size).toBe(1);
  });

  it('leads to a page that speaks of none of its reasons', () => {
    for (const code of Object.keys(refusals).filter(isSecret)) {
      const { code: shown, page } = pageOf(code as keyof typeof refusals);
      expect([shown, page.error]).toEqual([page.error, page.error]);
    }
  });
});

it('a malformed verifier is told alike, whether the code is alive or none', async () => {
  const { client_id } = await register(here.issuer);
  const { code } = await obtainCode(here.issuer, client_id, { browser: here.at.shared });
  const answer = async (shown: string) => {
    const refused = await asJson(await redeem(here.issuer, { client_id, code: shown, code_verifier: 'short' }));
    return { ...refused, description: refused.description.replace(refused.reference, ''), reference: '' };
  };
  expect(await answer(code)).toEqual(await answer('nonsense'));
});

describe('a reference', () => {
  it('is new for each refusal', () => {
    expect(new Set(told.map(({ reference }) => reference)).size).toBe(told.length);
  });
});

it('the table gives each open code a page under a name that needs no encoding', () => {
  for (const [code] of openRefusals()) expect(code).toMatch(/^[a-z]+(?:[._][a-z]+)*$/);
});
