/** A host that is asked for a scope and comes back without it: asked a few times, then told plainly (MCP authorization, step-up). */
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { protect, requireScopes } from '@granthouse/resource-server/node';
import type { AccessToken } from '@granthouse/resource-server';
import { createStepUps } from '../../../packages/resource-server/src/scopes/step-ups.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { engines, needed } from './engines.ts';
import { callOf, type Endpoint, mounts, startEndpoint } from './mcp-endpoints.ts';

const minutes = 60_000;
let endpoint: Endpoint;
const open: Endpoint[] = [];
beforeEach(async () => {
  endpoint = await startEndpoint((resource, ran) => mounts.node(resource, needed, engines[1](ran)));
  open.push(endpoint);
});
afterAll(() => Promise.all(open.map((one) => one.close())));

const ada = { sub: 'ada', client_id: 'a-host' };
const isChallenge = (answer: Response) => answer.status === 403 && answer.headers.has('www-authenticate');

/** Calls a tool with a token that the authorization server has just given, once more without the scope. */
async function comeBack(tool = 'refund', claims: object = ada): Promise<Response> {
  return endpoint.post(await endpoint.token('orders:read', { ...claims }), callOf(tool, 5));
}

/** Three new tokens without the scope, and the answer to the third. */
async function askedInVain(): Promise<void> {
  for (let time = 0; time < 3; time += 1) expect(isChallenge(await comeBack())).toBe(true);
}

it('after three tokens without the scope the agent is told in words, and no host is led on', async () => {
  await askedInVain();
  const answer = await comeBack();
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([200, null]);
  const { id, result } = (await answer.json()) as {
    id: number;
    result: { isError: boolean; content: { text: string }[] };
  };
  expect([id, result.isError]).toEqual([5, true]);
  expect(result.content[0]?.text).toMatch(/needs refunds:write, which was not granted.*Tell the person/);
  expect(endpoint.ran).toEqual([]);
});

it('lets the call pass at once when the scope was given after all', async () => {
  await askedInVain();
  await comeBack();
  const answer = await endpoint.post(await endpoint.token('orders:read refunds:write', ada), callOf('refund'));
  expect([answer.status, endpoint.ran]).toEqual([200, ['refund']]);
});

it('begins anew for whoever was given the scope: a second connection of the same host may ask for it', async () => {
  await askedInVain();
  await endpoint.post(await endpoint.token('orders:read refunds:write', ada), callOf('look'));
  await askedInVain();
  expect(isChallenge(await comeBack())).toBe(false);
});

it('goes on counting for one scope when another is given', async () => {
  await askedInVain();
  expect(isChallenge(await comeBack('note'))).toBe(true);
  await endpoint.post(await endpoint.token('orders:write', ada), callOf('note'));
  expect(isChallenge(await comeBack())).toBe(false);
});

it('asks again ten minutes after the first time', async () => {
  await askedInVain();
  endpoint.clock.advance(10 * minutes - 1);
  expect(isChallenge(await comeBack())).toBe(false);
  endpoint.clock.advance(1);
  expect(isChallenge(await comeBack())).toBe(true);
});

it('takes parallel calls with one token for one attempt', async () => {
  const token = await endpoint.token('orders:read', ada);
  const answers = await Promise.all(Array.from({ length: 8 }, () => endpoint.post(token, callOf('refund'))));
  expect(answers.every(isChallenge)).toBe(true);
});

it('counts a person who refuses: the same token comes back after a while', async () => {
  const token = await endpoint.token('orders:read', ada);
  const outcomes = [];
  for (let time = 0; time < 4; time += 1) {
    outcomes.push(isChallenge(await endpoint.post(token, callOf('refund'))));
    endpoint.clock.advance(20_000);
  }
  expect(outcomes).toEqual([true, true, true, false]);
});

it.each([
  ['another person', 'refund', { ...ada, sub: 'eve' }],
  ['another client', 'refund', { ...ada, client_id: 'another-host' }],
  ['another scope', 'note', ada],
])('still asks %s', async (_who, tool, claims) => {
  await askedInVain();
  expect(isChallenge(await comeBack(tool, claims))).toBe(true);
});

it('answers a batch in words too, every request of it', async () => {
  await askedInVain();
  const batch = [callOf('refund', 1), { jsonrpc: '2.0', id: 'p', method: 'ping' }, callOf('look', 3)];
  const answer = await endpoint.post(await endpoint.token('orders:read', ada), batch);
  expect(await answer.json()).toMatchObject([
    { id: 1, result: { isError: true } },
    { id: 'p', error: { code: -32_000 } },
    { id: 3, result: { isError: true } },
  ]);
  expect(endpoint.ran).toEqual([]);
});

it('answers more messages than the SDK takes in a batch with one refusal', async () => {
  await askedInVain();
  const flood = Array.from({ length: 100 }, (_, id) => ({ id, method: 'a' }));
  const token = await endpoint.token('orders:read', ada);
  const answer = await endpoint.post(token, [callOf('refund'), ...flood]);
  expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ error: 'insufficient_scope' })]);
});

it('gives an operation that is no tool a 403 without a challenge, which says what to do', async () => {
  const rest = await startEndpoint((resource, ran) =>
    protect(
      resource,
      requireScopes(resource, ['refunds:write'], (_request, response) => {
        ran.push('deleted');
        response.end();
      }),
    ),
  );
  open.push(rest);
  const again = async () =>
    fetch(rest.url, { headers: { authorization: `Bearer ${await rest.token('orders:read', ada)}` } });
  for (let time = 0; time < 3; time += 1) expect(isChallenge(await again())).toBe(true);
  const answer = await again();
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, null]);
  expect(await answer.json()).toMatchObject({
    error: 'insufficient_scope',
    error_description: expect.stringContaining('connect again'),
  });
  expect(rest.ran).toEqual([]);
});

it('stops at the required scopes of the resource too', async () => {
  const again = async () => endpoint.post(await endpoint.token('', ada), callOf('look'));
  for (let time = 0; time < 3; time += 1) expect(isChallenge(await again())).toBe(true);
  expect(isChallenge(await again())).toBe(false);
});

describe('what is remembered of attempts', () => {
  let jti = 0;
  const shown = (subject: string) => {
    const claims = { jti: (jti += 1) };
    return { issuer: 'i', subject, clientId: 'c', claims } as unknown as AccessToken;
  };

  it('is bounded for one person, whose batches can lack as many sets of scopes as there are', () => {
    const stepUps = createStepUps(createTestClock());
    const mayAsk = (...missing: string[]) => stepUps.mayAsk(shown('first'), missing);
    expect([1, 2, 3, 4].map(() => mayAsk('a'))).toEqual([true, true, true, false]);
    for (let other = 0; other < 49; other += 1) mayAsk('a', `b${other}`);
    expect(mayAsk('a')).toBe(false);
    mayAsk('b');
    expect(mayAsk('a')).toBe(true);
  });

  it('is bounded: of more than ten thousand the oldest are forgotten', () => {
    const stepUps = createStepUps(createTestClock());
    const mayAsk = (subject: string) => stepUps.mayAsk(shown(subject), ['a']);
    const verdicts = [1, 2, 3, 4].map(() => mayAsk('first'));
    expect(verdicts).toEqual([true, true, true, false]);
    for (let other = 0; other < 10_000; other += 1) mayAsk(`other-${other}`);
    expect(mayAsk('first')).toBe(true);
  });
});
