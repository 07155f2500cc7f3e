/** What a token allows: judged before a tool runs, and refused so that a host can ask for more. */
import { parseChallenges } from '@granthouse/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connections } from './clients.ts';
import { lines, type RunningDesk, startDesk } from './running-desk.ts';

const order = { order_id: 'ord_1060' };
const refund = { ...order, amount_minor: 100, currency: 'EUR', reason: 'Late', idempotency_key: 'scope-key' };
let desk: RunningDesk;

const callOf = (name: string, input: object, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: input },
});
// Somebody else each time, so that no test leads another round in a circle.
const tokenOf = (scope: string, subject: string = crypto.randomUUID()) => desk.token(scope, subject);
const postAs = async (scope: string, message: unknown, subject?: string) =>
  desk.post(message, { authorization: `Bearer ${await tokenOf(scope, subject)}` });
const challengeOf = (answer: Response) => parseChallenges(answer.headers.get('www-authenticate') ?? '');
const refundedMinor = async () => {
  const answer = await postAs('orders:read', callOf('get_order', order));
  return /"refunded_minor":(\d+)/.exec(await answer.text())?.[1];
};

describe.each(lines)('the entry on line %d', (sdk) => {
  beforeAll(async () => {
    desk = await startDesk({ sdk });
  });
  afterAll(() => desk.stop());

  const connectionsOfLine = connections.filter(([line]) => line === sdk);
  describe.each(connectionsOfLine)('%d, %s, %s', (_line, _title, _revision, connect) => {
    it.each([
      ['create_refund', refund, 'orders:read', 'orders:read refunds:write'],
      ['create_refund', refund, 'orders:read orders:write', 'orders:read orders:write refunds:write'],
      [
        'add_order_note',
        { ...order, text: 'x' },
        'orders:read refunds:write',
        'orders:read refunds:write orders:write',
      ],
    ])('RS-7: %s with %j and %j is 403 and asks for %j', async (name, input, granted, asked) => {
      const client = await connect(desk.url, await tokenOf(granted));
      await expect(client.callTool({ name, arguments: input })).rejects.toThrow(/scope/i);
      const answer = client.answers.at(-1)!;
      expect(answer.status).toBe(403);
      expect(challengeOf(answer)).toEqual([
        {
          scheme: 'Bearer',
          parameters: {
            error: 'insufficient_scope',
            scope: asked,
            resource_metadata: desk.url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'),
            error_description: expect.stringMatching(/scope/),
          },
        },
      ]);
      await client.close();
    });
  });

  it('puts error, scope and resource_metadata before the description, where narrow parsers find them', async () => {
    const header = (await postAs('orders:read', callOf('create_refund', refund))).headers.get('www-authenticate');
    expect(header).toMatch(
      /^Bearer error="insufficient_scope", scope="[^"]+", resource_metadata="[^"]+", error_description="/,
    );
  });

  it('lets a page of an allowed origin read the refusal', async () => {
    const { origin } = new URL(desk.url);
    const headers = { authorization: `Bearer ${await desk.token('orders:read')}`, origin };
    const answer = await desk.post(callOf('create_refund', refund), headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/www-authenticate/i);
  });

  it('RS-24: refuses before the tool runs: nothing is refunded, and the key stays unused', async () => {
    const before = await refundedMinor();
    expect((await postAs('orders:read', callOf('create_refund', refund), 'ada')).status).toBe(403);
    expect(await refundedMinor()).toBe(before);
    const answer = await postAs('orders:read refunds:write', callOf('create_refund', refund), 'ada');
    expect(await answer.text()).not.toContain('already made');
  });

  it('refuses a batch of which one call lacks its scope, as a whole', async () => {
    const before = await refundedMinor();
    const enough = callOf('get_order', order, 2);
    expect((await postAs('orders:read', [enough, callOf('create_refund', refund)])).status).toBe(403);
    expect((await postAs('orders:read', [callOf('create_refund', refund), enough])).status).toBe(403);
    expect(await refundedMinor()).toBe(before);
  });

  it('RS-7: asks for all that a batch needs, in one challenge', async () => {
    const note = callOf('add_order_note', { ...order, text: 'x' }, 2);
    const answer = await postAs('orders:read', [callOf('create_refund', refund), note]);
    expect(answer.status).toBe(403);
    expect(challengeOf(answer).map(({ parameters }) => parameters['scope'])).toEqual([
      'orders:read refunds:write orders:write',
    ]);
  });

  it('RS-8: takes orders:write for orders:read, which it includes, and for nothing else', async () => {
    expect((await postAs('orders:write', callOf('get_order', order))).status).toBe(200);
    expect((await postAs('orders:write', callOf('add_order_note', { ...order, text: 'x' }))).status).toBe(200);
    expect((await postAs('orders:write', callOf('create_refund', refund))).status).toBe(403);
  });

  it('RS-24: lets no call pass with a scope of another name', async () => {
    for (const scope of ['', 'orders', 'orders:*', 'ORDERS:READ', 'orders:read:all']) {
      const answer = await postAs(scope, callOf('get_order', order));
      expect([scope, answer.status]).toEqual([scope, 403]);
    }
  });

  it('RS-3: asks for orders:read at first, and for no more', async () => {
    const [challenge] = challengeOf(await desk.post(callOf('create_refund', refund)));
    expect(challenge?.parameters).toMatchObject({ scope: 'orders:read' });
  });
});
