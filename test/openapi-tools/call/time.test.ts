/** Calls end in time, whatever the API does, and at once when nobody wants them any more. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { openApiTools } from '@granthouse/openapi-tools';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({ '/orders': { get: { operationId: 'listOrders' }, post: { operationId: 'placeOrder' } } });

describe('a call', () => {
  let api: RecordingApi;
  let reached: Promise<ServerResponse>;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());

  function answerBy(answer: (response: ServerResponse) => void): void {
    reached = new Promise((resolve) => {
      api.answer = (_request, response) => {
        answer(response);
        resolve(response);
      };
    });
  }
  const nothing = () => {};
  function drip(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const timer = setInterval(() => response.write('x'), 20);
    response.once('close', () => clearInterval(timer));
  }
  const silentAfterHead = (response: ServerResponse) =>
    void response.writeHead(200, { 'content-length': '100' }).write('x');

  it.each([
    ['says nothing', nothing],
    ['says something every now and then', drip],
    ['says only how it begins', silentAfterHead],
  ])('ends in time when the API %s, and its connection too', async (_title, answer) => {
    answerBy(answer);
    const timeouts = holdTimeouts();
    const result = openApiTools(document, { server: api.url, timeout: 150 }).call(
      'listOrders',
      {},
      { principal: undefined },
    );
    const response = await reached;
    timeouts.pass(150);
    expect(await result).toEqual({
      content: [{ type: 'text', text: 'The call took longer than 0.15 seconds and was given up. Try again later.' }],
      isError: true,
    });
    if (!response.destroyed) await once(response, 'close');
  });

  it('that may have been carried out is not to be repeated blindly', async () => {
    answerBy(nothing);
    const timeouts = holdTimeouts();
    const result = openApiTools(document, { server: api.url, timeout: 100 }).call(
      'placeOrder',
      {},
      { principal: undefined },
    );
    await reached;
    timeouts.pass(100);
    expect((await result).content).toMatchObject([
      { text: expect.stringContaining('It may have been carried out nevertheless: look before you call again.') },
    ]);
  });

  it.each([
    ['says nothing', nothing],
    ['is in the middle of its answer', silentAfterHead],
  ])('ends when the caller ends it, also at the API that %s', async (_title, answer) => {
    answerBy(answer);
    const caller = new AbortController();
    const result = openApiTools(document, { server: api.url }).call(
      'listOrders',
      {},
      { principal: undefined, signal: caller.signal },
    );
    const response = await reached;
    caller.abort();
    expect(await result).toEqual({ content: [{ type: 'text', text: 'The call was cancelled.' }], isError: true });
    if (!response.destroyed) await once(response, 'close');
  });

  it('that was ended before it began reaches nobody', async () => {
    const before = api.recorded.length;
    let asked = 0;
    const tools = openApiTools(document, { server: api.url, authorize: () => (asked += 1) > 0 });
    const { isError } = await tools.call('listOrders', {}, { principal: undefined, signal: AbortSignal.abort() });
    expect([isError, asked, api.recorded.length]).toEqual([true, 0, before]);
  });

  it.each(['authorize', 'credentials'] as const)(
    'ends in time when %s never answers, and sends nothing later',
    async (option) => {
      const before = api.recorded.length;
      let answer = (_value: never) => {};
      const asked = new Promise<never>((resolve) => {
        answer = resolve;
      });
      const tools = openApiTools(document, { server: api.url, timeout: 50, [option]: async () => asked });
      const { content } = await tools.call('placeOrder', {}, { principal: undefined });
      expect(content).toMatchObject([{ text: expect.stringContaining('Nothing was done.') }]);
      answer(true as never);
      await new Promise(setImmediate);
      expect(api.recorded).toHaveLength(before);
    },
  );

  it('leaves nothing behind on the signal of its caller', async () => {
    answerBy((response) => void response.end('{}'));
    const { signal } = new AbortController();
    let listening = 0;
    const counted = Object.assign(signal, {
      addEventListener: (...all: Parameters<AbortSignal['addEventListener']>) => {
        listening += 1;
        AbortSignal.prototype.addEventListener.apply(signal, all);
      },
      removeEventListener: (...all: Parameters<AbortSignal['removeEventListener']>) => {
        listening -= 1;
        AbortSignal.prototype.removeEventListener.apply(signal, all);
      },
    });
    await openApiTools(document, { server: api.url }).call('listOrders', {}, { principal: undefined, signal: counted });
    expect(listening).toBe(0);
  });
});
