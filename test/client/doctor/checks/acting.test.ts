/** The checks that act, at the example: a person signs in on its real pages, tools are called, access is taken back. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { examine, type Report } from '@granthouse/client/doctor';
import { authorize } from '../../../support/connect.ts';
import { freePort } from '../../../support/free-port.ts';
import { startHouse, type House } from '../../../support/order-desk.ts';

let house: House;
let report: Report;
const opened: URL[] = [];

/** The person signs in and approves; their browser brings the answer back. */
async function browse(url: URL): Promise<void> {
  const back = await fetch(await authorize(url));
  await back.body?.cancel();
}

beforeAll(async () => {
  house = await startHouse({ limits: { times: 1000 } });
  report = await examine(house.resource, {
    network: { besides: 'loopback' },
    register: true,
    open(url) {
      opened.push(url);
      return browse(url);
    },
  });
});
afterAll(async () => {
  await house.close();
});

const acting = /^(?:registration|sign-in|token|refresh|revocation|tools)\./;

it('makes every check that acts, and finds no problem in what this project builds', () => {
  expect(report.skipped.filter(({ check }) => acting.test(check))).toEqual([]);
  expect(report.findings.filter(({ check }) => acting.test(check))).toEqual([]);
});

it('sends a person to sign in once: another resource is refused before anybody is asked', () => {
  expect(opened).toHaveLength(1);
});

it('tells no token, code, verifier or state in the whole report', () => {
  const told = JSON.stringify(report);
  expect(told).not.toMatch(/eyJ[\w-]{8,}\.|"(?:access|refresh)_token\\?":\\?"(?!\[)/);
  expect(told).not.toContain(opened[0]?.searchParams.get('state'));
});

it('connects the hosts on the person’s own machine, and tells those in a data centre why not', () => {
  const verdicts = new Map(report.verdicts.map((each) => [each.host, each]));
  expect(verdicts.get('vscode')).toMatchObject({ connects: 'yes', name: 'Visual Studio Code' });
  expect(verdicts.get('cursor')).toMatchObject({ connects: 'yes' });
  expect(verdicts.get('duvo')).toMatchObject({ connects: 'no', checks: ['network.address'] });
  expect(verdicts.get('amp')).toMatchObject({ connects: 'unknown' });
});

it('signs in as a client that was registered by hand, where no other is taken, and tells its secret nobody', async () => {
  const port = await freePort();
  const client = { clientId: 'doctor-by-hand', clientSecret: 'a secret of the client, long enough' };
  const closed = await startHouse({
    registration: { open: false },
    clientIdMetadataDocuments: { fetch: false },
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [`http://127.0.0.1:${port}/callback`],
      },
    ],
  });
  try {
    const examined = async (more: object) =>
      examine(closed.resource, { network: { besides: 'loopback' }, hosts: [], open: browse, ...more });
    const without = await examined({});
    expect(without.findings).toContainEqual(expect.objectContaining({ check: 'sign-in.answer', severity: 'note' }));
    const inside = await examined({ client: { ...client, port } });
    expect(inside.passed).toEqual(expect.arrayContaining(['sign-in.answer', 'token.answer', 'revocation.effect']));
    expect(JSON.stringify(inside)).not.toContain(client.clientSecret);
  } finally {
    await closed.close();
  }
});
