/** The entry on the 1.x SDK, whose scopes are judged by the body before the SDK sees it: no body gets around that. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningDesk, startDesk } from './running-desk.ts';

let desk: RunningDesk;
let authorization: string;
beforeAll(async () => {
  desk = await startDesk({ sdk: 1 });
  authorization = `Bearer ${await desk.token('orders:read')}`;
});
afterAll(() => desk.stop());

const order = { order_id: 'ord_1060' };
const refund = { ...order, amount_minor: 100, currency: 'EUR', reason: 'Late', idempotency_key: 'sdk-1-key' };
const callOf = (name: string, input: object, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: input },
});
const forbidden = JSON.stringify(callOf('create_refund', refund));

async function refundedMinor(): Promise<string | undefined> {
  const answer = await desk.post(callOf('get_order', order), { authorization });
  return /"refunded_minor":(\d+)/.exec(await answer.text())?.[1];
}

it.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number]>([
  ['of another type', forbidden, { 'content-type': 'text/plain' }, 403],
  ['without a type', forbidden, { 'content-type': '' }, 403],
  [
    'in another character set',
    Buffer.from(forbidden, 'utf16le'),
    { 'content-type': 'application/json; charset=utf-16le' },
    403,
  ],
  ['in an unknown character set', forbidden, { 'content-type': 'application/json; charset=x' }, 415],
  ['that is packed', gzipSync(forbidden), { 'content-encoding': 'gzip' }, 403],
  ['that says it is packed', forbidden, { 'content-encoding': 'gzip' }, 400],
  ['that is packed in an unknown way', forbidden, { 'content-encoding': 'x' }, 415],
  ['with a mark of its byte order', `\u{feff}${forbidden}`, {}, 403],
  ['with two methods', forbidden.replace('{', '{"method":"ping",'), {}, 403],
  ['with two names', forbidden.replace('"name"', '"name":"get_order","name"'), {}, 403],
  ['that is a notification', forbidden.replace('"id":1,', ''), {}, 403],
  ['in a batch in a batch', `[[${forbidden}]]`, {}, 400],
  ['with no body', '', {}, 400],
])('never runs a call beyond its scope %s', async (_what, body, headers, status) => {
  const before = await refundedMinor();
  const legacy = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
  const answer = await fetch(desk.url, { method: 'POST', headers: { ...legacy, authorization, ...headers }, body });
  expect(answer.status).toBe(status);
  expect(await refundedMinor()).toBe(before);
});

it('answers an empty batch with nothing', async () => {
  const answer = await desk.post('[]', { authorization });
  expect([answer.status, await answer.text()]).toEqual([202, '']);
});

it('reads too long a body to its end, so that the client sees why and can go on with the connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization, 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const statusOf = async (body: string) => {
    const sent = request(desk.url, { method: 'POST', headers, agent });
    for (let at = 0; at < body.length; at += 65_536) sent.write(body.slice(at, at + 65_536));
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    return [answer.statusCode, sent.reusedSocket];
  };
  expect(await statusOf(JSON.stringify({ padding: 'x'.repeat(3_000_000) }))).toEqual([413, false]);
  expect(await statusOf('{"jsonrpc":"2.0","id":1,"method":"ping"}')).toEqual([200, true]);
  agent.destroy();
});
