/** The key by which an API knows a repeated call. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openApiTools, type OpenApiToolsOptions } from '@granthouse/openapi-tools';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { documentOf, type RecordingApi, startRecordingApi } from './recording-api.ts';

const header = {
  in: 'header',
  name: 'idempotency-key',
  required: false,
  description: 'As the document has it.',
  schema: { type: 'string', format: 'uuid' },
};
const document = documentOf({
  '/orders': {
    get: { operationId: 'listOrders' },
    post: { operationId: 'placeOrder' },
    patch: { operationId: 'changeOrder', parameters: [header] },
    delete: { operationId: 'deleteOrder' },
  },
});
const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/u;

describe('an idempotency key', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(async () => api.close());
  beforeEach(() => {
    api.recorded.length = 0;
  });

  const toolsOf = (
    idempotencyKey?: OpenApiToolsOptions<unknown>['idempotencyKey'],
    more: OpenApiToolsOptions<unknown> = {},
  ) => openApiTools(document, { server: api.url, ...(idempotencyKey && { idempotencyKey }), ...more });
  async function sent(tools: ReturnType<typeof toolsOf>, name: string, args: object = {}) {
    await tools.call(name, args, { principal: undefined });
    return api.recorded.at(-1)?.headers['idempotency-key'];
  }

  it('is not sent unless it is asked for', async () => {
    expect(await sent(toolsOf(), 'placeOrder')).toBeUndefined();
    expect(toolsOf().tools.get('placeOrder')?.arguments.size).toBe(0);
  });

  it('is a fresh one for each call that gives none, of methods that need it', async () => {
    const tools = toolsOf({});
    const keys = [await sent(tools, 'placeOrder'), await sent(tools, 'placeOrder'), await sent(tools, 'changeOrder')];
    expect(keys.every((key) => uuid.test(String(key)))).toBe(true);
    expect(new Set(keys).size).toBe(3);
    expect(await sent(tools, 'listOrders')).toBeUndefined();
    expect(await sent(tools, 'deleteOrder')).toBeUndefined();
  });

  it('is an argument of its own, which a caller repeats', async () => {
    const tools = toolsOf({});
    const name = 'Idempotency_Key';
    expect(tools.tools.get('placeOrder')?.definition.inputSchema).toMatchObject({
      properties: { [name]: { type: 'string' } },
    });
    expect(await sent(tools, 'placeOrder', { [name]: 'mine' })).toBe('mine');
    expect((await tools.call('placeOrder', { [name]: '' }, { principal: undefined })).isError).toBe(true);
  });

  it('is the argument of the document where the document has it', async () => {
    const tools = toolsOf({});
    expect([...(tools.tools.get('changeOrder')?.arguments.values() ?? [])]).toMatchObject([
      { wireName: 'idempotency-key', schema: { format: 'uuid' } },
    ]);
    const key = '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11';
    expect(await sent(tools, 'changeOrder', { idempotency_key: key })).toBe(key);
  });

  it('is no argument where that is not wanted, and of other methods and names where it is', async () => {
    const tools = toolsOf({ argument: false, methods: ['DELETE'], header: 'X-Request-Id' });
    expect(tools.tools.get('deleteOrder')?.arguments.size).toBe(0);
    await tools.call('deleteOrder', {}, { principal: undefined });
    expect(api.recorded.at(-1)?.headers['x-request-id']).toMatch(uuid);
    expect(await sent(tools, 'placeOrder')).toBeUndefined();
  });

  it('is no argument either where the document has it, so that no caller takes the key of another', async () => {
    const tools = toolsOf({ argument: false });
    expect(tools.tools.get('changeOrder')?.arguments.size).toBe(0);
    expect(await sent(tools, 'changeOrder')).toMatch(uuid);
  });

  it('is told when a call may have been carried out', async () => {
    const reached = new Promise<void>((resolve) => {
      api.answer = () => resolve();
    });
    const timeouts = holdTimeouts();
    const result = toolsOf({}, { timeout: 100 }).call('placeOrder', {}, { principal: undefined });
    await reached;
    timeouts.pass(100);
    const { content } = await result;
    const [{ text = '' } = {}] = content as readonly { text?: string }[];
    const key = String(api.recorded.at(-1)?.headers['idempotency-key']);
    expect(text).toContain(`Calling again with the idempotency key ${key} does it once.`);
  });
});
