/** Who a visitor is: a person of one issuer, and an admin only by what the operator named. */
import { expect, it } from '@jest/globals';
import { adminsOf, visitOf } from '../../../../packages/client/src/connections/site/room.ts';
import { personId } from '../../../../packages/client/src/connections/person-id.ts';

const request = new Request('https://connections.example.com/');
const issuer = 'https://login.example.com';
const subject = '6f1c';

function visitBy(person: { id: string; login?: string }, named: readonly string[], by = issuer) {
  const session = { person: { name: 'Somebody', ...person }, csrfToken: 'x' };
  return visitOf(request, session, { issuer: by, admins: adminsOf(named) });
}

it.each([
  ['their login', ['Ada@example.com'], { id: 'a', login: 'ada@EXAMPLE.com' }, true],
  ['their subject', [`sub:${subject}`], { id: subject }, true],
  ['their subject, without a mark', [subject], { id: subject }, true],
  ['a login that is the subject of an admin', [`sub:${subject}`], { id: 'b', login: subject }, false],
  ['a login that is an admin’s subject with its mark', [`sub:${subject}`], { id: 'b', login: `sub:${subject}` }, false],
  ['a subject that is another’s in other letters', [`sub:ADA`, 'ADA'], { id: 'ada' }, false],
  ['no login', ['ada@example.com'], { id: 'c' }, false],
])('knows an admin by what the operator named: %s', (_title, named, person, isAdmin) => {
  expect(visitBy(person, named).by.isAdmin).toBe(isAdmin);
});

it('is another person at another issuer, though both call them the same', () => {
  const ids = [issuer, 'https://other.example.com'].map((each) => visitBy({ id: subject }, [], each).by.id);
  expect(new Set(ids).size).toBe(2);
  expect(ids[0]).toBe(personId(issuer, subject));
});
