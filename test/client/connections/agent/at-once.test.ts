/** An agent that asks for more and more at once: its own person waits, and the others don't notice. */
import { afterAll, expect, it } from '@jest/globals';
import { connect, guardedFetch, ownHeaders } from '@granthouse/client';
import { createAgentEndpoint } from '@granthouse/client/connections';
import { httpServer } from '../../../support/hostile-server.ts';
import { ada, bob } from '../../../support/team.ts';
import { listenerOf } from '../../../support/web-listener.ts';
import { readyOne } from './serving.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());

const most = 100;

it('has a hundred requests under way, and is told in words what is more', async () => {
  const waiting: Array<() => void> = [];
  let full = (): void => undefined;
  const isFull = new Promise<void>((resolve) => {
    full = resolve;
  });
  const crm = readyOne('crm', {
    async call(tool) {
      if (waiting.length < most)
        await new Promise<void>((resolve) => {
          if (waiting.push(resolve) === most) full();
        });
      return { content: [{ type: 'text', text: tool }] };
    },
  });
  const endpoint = createAgentEndpoint({ connections: { ready: () => Promise.resolve([crm]) } });
  const people = { ada, bob };
  const whose = (request: Request) => people[request.headers.get('x-who') === 'ada' ? 'ada' : 'bob'];
  const url = await httpServer(listenerOf((request) => endpoint.handle(request, whose(request))));
  const agentOf = (who: string) => connect(url, { credential: ownHeaders({ 'X-Who': who }), fetch: network.fetch });
  const [ofBob, ofAda] = [await agentOf('bob'), await agentOf('ada')];
  const called = Array.from({ length: most }, () => ofBob.call('mcp__crm__ping', {}));
  await isFull;
  const refused = { code: 'tool_failed', message: expect.stringContaining('ask again when some have ended') };
  await expect(ofBob.call('mcp__crm__ping', {})).rejects.toMatchObject(refused);
  await expect(ofBob.tools()).rejects.toMatchObject(refused);
  expect(await ofAda.call('mcp__crm__ping', {})).toMatchObject({ content: [{ text: 'ping' }] });
  for (const resolve of waiting) resolve();
  await Promise.all(called);
  expect(await ofBob.tools()).toHaveLength(1);
  await Promise.all([ofBob.close(), ofAda.close(), endpoint.close()]);
});
