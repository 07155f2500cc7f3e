/** Who may call: asked before anything else, for the list and for the call. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ObservedCall, openApiTools, type OpenApiToolsOptions } from '@granthouse/openapi-tools';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const document = documentOf({
  '/orders': {
    get: { operationId: 'listOrders', parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' } }] },
    post: { operationId: 'placeOrder' },
  },
});

describe('a caller', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());
  beforeEach(() => {
    api.recorded.length = 0;
  });

  function toolsOf(options: OpenApiToolsOptions<string>) {
    const warned: [string, Readonly<Record<string, unknown>>][] = [];
    const log = {
      warn: (details: Readonly<Record<string, unknown>>, message: string) => void warned.push([message, details]),
    };
    return { warned, ...openApiTools<string>(document, { server: api.url, log, ...options }) };
  }

  it('who may not call an operation is told so before the arguments are looked at', async () => {
    const { call, listFor } = toolsOf({ authorize: ({ method }, who) => method === 'GET' && who === 'ada' });
    expect((await listFor('ada')).map(({ definition }) => definition.name)).toEqual(['listOrders']);
    const refused = await call('listOrders', { limit: 'x' }, { principal: 'grace' });
    expect(refused).toEqual({
      isError: true,
      content: [{ type: 'text', text: expect.stringMatching(/^You may not call this operation\./u) }],
    });
    expect(api.recorded).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the directory is away');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the directory is away'))],
  ])('of whom nobody can tell, since authorize %s, is not let in, and the log knows why', async (_title, authorize) => {
    const { call, listFor, warned } = toolsOf({ authorize });
    expect(await listFor('ada')).toEqual([]);
    warned.length = 0;
    const { isError, content } = await call('listOrders', {}, { principal: 'ada' });
    const [[message, details] = ['', {} as Readonly<Record<string, unknown>>]] = warned;
    expect([isError, message, details['operation']]).toEqual([true, 'authorize failed', 'GET /orders']);
    expect(content).toMatchObject([{ text: expect.stringContaining(String(details['id'])) }]);
    expect(JSON.stringify(content)).not.toContain('directory');
    expect(api.recorded).toEqual([]);
  });

  it.each([1, 'yes', {}, undefined, null])('is let in by true alone, and not by %j', async (answer) => {
    const { call, listFor } = toolsOf({ authorize: () => answer as never });
    expect(await listFor('ada')).toEqual([]);
    expect((await call('listOrders', {}, { principal: 'ada' })).isError).toBe(true);
  });

  it('who asks for a tool that is none is told so', async () => {
    expect((await toolsOf({}).call('nothing', {}, { principal: 'ada' })).isError).toBe(true);
  });
});

describe('whoever observes calls', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());
  const limited = { authorize: ({ method }: { method: string }) => method === 'GET' };

  it.each([
    ['listOrders', {}, 200, { status: 200 }],
    ['listOrders', {}, 503, { status: 503, reason: 'error_status' }],
    ['listOrders', {}, 302, { status: 302, reason: 'redirected' }],
    ['listOrders', { limit: 'secret' }, 200, { reason: 'wrong_arguments' }],
    ['placeOrder', {}, 200, { reason: 'not_allowed' }],
  ])('is told of %s with %j, answered %s', async (name, args, status, expected) => {
    const seen: ObservedCall[] = [];
    api.answer = (_request, response) => response.writeHead(status).end('{}');
    await openApiTools(document, { server: api.url, onCall: (call) => seen.push(call), ...limited }).call(name, args, {
      principal: undefined,
    });
    const { operation, milliseconds, ...rest } = seen[0] as ObservedCall;
    expect(rest).toEqual({ tool: name, ...expected });
    expect([operation.operationId, milliseconds >= 0, seen.length]).toEqual([name, true, 1]);
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('no'))],
  ])('and %s changes no answer', async (_title, onCall) => {
    api.answer = (_request, response) => void response.end('{}');
    const warned: unknown[] = [];
    const log = {
      warn: (_details: unknown, message: string) => {
        warned.push(message);
        throw new Error('a log that fails');
      },
    };
    const { isError } = await openApiTools(document, { server: api.url, onCall, log }).call(
      'listOrders',
      {},
      { principal: undefined },
    );
    await new Promise(setImmediate);
    expect([isError, warned]).toEqual([undefined, ['onCall failed']]);
  });
});
