/** A call whose answer begins late, and one whose answer breaks off for good (MCP 2025-11-25, transports). */
import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { type Asked, connectedTo, event, eventStream } from './scripted-server.ts';

describe('a call', () => {
  it('may be answered in JSON when it has ended, long after other answers have to begin', async () => {
    const server = new EventEmitter();
    const { call } = await connectedTo({ 'tools/call': (asked) => void server.emit('called', asked) });
    const timeouts = holdTimeouts();
    const called = once(server, 'called');
    const answer = call('ping', {});
    const [{ id, response }] = (await called) as [Asked];
    timeouts.pass(59_000);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } }));
    expect(await answer).toEqual({ content: [] });
  });

  it.each([
    ['before an event', ': working\n\n'],
    ['behind events without an id', event({ method: 'notifications/message', params: { level: 'info' } })],
  ])('ends with its stream, when that breaks off %s and can not be taken up again', async (_when, beginning) => {
    const { call, scripted } = await connectedTo({
      'tools/call': ({ response }) => void eventStream(response).write(beginning, () => response.destroy()),
    });
    holdTimeouts();
    await expect(call('ping', {})).rejects.toMatchObject({ code: 'unreachable' });
    expect(scripted.came).not.toContain('GET');
  });
});
