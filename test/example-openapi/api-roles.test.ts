/** What a person may do at the order desk's API follows from their role, and what a service may do for them from the token of the one request. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { people, type RunningApi, type Sending, startApi } from './running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const mergePatch = { 'content-type': 'application/merge-patch+json' };
const refund = { amount_minor: 1, currency: 'EUR', reason: 'Late parcel' };

const operations: [string, string, Sending, (keyof typeof people)[]][] = [
  ['reads who they are', '/me', {}, ['vera', 'carl', 'mona']],
  ['reads orders', '/orders/ord_1001', {}, ['vera', 'carl', 'mona']],
  ['reads customers', '/customers', {}, ['vera', 'carl', 'mona']],
  ['adds a note', '/orders/ord_1001/notes', { method: 'POST', body: { text: 'Called.' } }, ['carl', 'mona']],
  [
    'changes a customer',
    '/customers/cus_101',
    { method: 'PATCH', body: { name: 'Ada Brandt' }, headers: mergePatch },
    ['carl', 'mona'],
  ],
  ['refunds', '/orders/ord_1001/refunds', { method: 'POST', body: refund }, ['mona']],
];

describe.each(operations)('who %s', (_title, path, sending, allowed) => {
  it.each(Object.keys(people) as (keyof typeof people)[])('%s, only if the role permits it', async (as) => {
    const headers = { 'idempotency-key': `${as}-${path}`.replaceAll('/', '-'), ...sending.headers };
    const { status, json } = await api.send(path, { ...sending, headers, as });
    const isForbidden = !allowed.includes(as);
    const words = `The role ${people[as].role} does not permit`;
    expect([status === 403, json['error'] === 'forbidden', String(json['message']).startsWith(words)]).toEqual(
      Array.from({ length: 3 }, () => isForbidden),
    );
  });
});

it('a token for one operation does not do for another, whatever the role permits', async () => {
  const authorization = `Bearer ${await api.token('mona', ['orders:read'])}`;
  const note = { method: 'POST', body: { text: 'Called.' } };
  const { status, json } = await api.send('/orders/ord_1001/notes', { ...note, headers: { authorization } });
  expect({ status, error: json['error'] }).toEqual({ status: 403, error: 'insufficient_token' });
});
