/** `granthouse connect`, `tools`, `call` and `token` against the example: the real program, with a browser that does the person's part. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startHouse, type House } from '../../support/order-desk.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

let house: House;
let person: PersonAtHome;

beforeAll(async () => {
  house = await startHouse();
  person = await personAtHome();
});
afterAll(async () => {
  await person.close();
  await house.close();
});

it('signs in once, calls from then on, and takes its access back', async () => {
  const before = await person.granthouse(['call', house.resource, 'list_customers']);
  expect(before).toMatchObject({ code: 3, out: '' });
  expect(before.err).toMatch(/^granthouse: .*granthouse connect/);

  const connected = await person.granthouse(['connect', house.resource, '--json']);
  expect(connected).toMatchObject({ code: 0 });
  expect(JSON.parse(connected.out)).toMatchObject({ authentication: 'oauth', issuer: house.issuer, isRenewed: true });
  // Whoever else uses the machine sees what a browser is started with, and could finish the sign-in as somebody else.
  expect((await person.opened()).map(({ href }) => href)).toEqual([expect.stringMatching(/\/start\/[\w-]{22}$/)]);

  const called = await person.granthouse(['call', house.resource, 'list_customers', '{}', '--json']);
  expect(called).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(called.out)).toMatchObject({ structuredContent: { customers: expect.any(Array) } });

  const listed = await person.granthouse(['tools', house.resource]);
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(listed.out).toMatch(/^list_customers$/m);

  const token = await person.granthouse(['token', house.resource]);
  const authorization = `Bearer ${token.out.trim()}`;
  const asked = () => fetch(house.resource, { headers: { authorization } });
  expect((await asked()).status).not.toBe(401);

  const forgotten = await person.granthouse(['connect', '--forget', house.resource, '--json']);
  expect(JSON.parse(forgotten.out)).toMatchObject({ isRevoked: true });
  expect(await person.granthouse(['tools', house.resource])).toMatchObject({ code: 3, out: '' });
});
