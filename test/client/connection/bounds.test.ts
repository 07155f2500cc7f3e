/** What a server may do to a call: pour, drip, fall silent, break off, forget (CL-15; MCP 2025-11-25, transports). */
import { EventEmitter, once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { apiKey, connect, guardedFetch } from '@granthouse/client';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { dripInto, pourInto } from '../../support/hostile-server.ts';
import { connectedTo, event, eventStream, identity, scriptedServer } from './scripted-server.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());

describe('a call', () => {
  it('CL-15: whose answer is too large is left, as JSON and as a stream', async () => {
    const left: Array<Promise<unknown>> = [];
    const poured = (type: string, text: string) =>
      connectedTo({
        'tools/call'({ response }) {
          left.push(once(response, 'close'));
          pourInto(response.writeHead(200, { 'content-type': type }), text);
        },
      });
    const json = await poured('application/json', ' '.repeat(16_384));
    await expect(json.call('ping', {})).rejects.toMatchObject({ code: 'too_large' });
    // In one event without an end, and in ever new ones.
    const long = await poured('text/event-stream', `data: ${'x'.repeat(16_384)}`);
    await expect(long.call('ping', {})).rejects.toMatchObject({ code: 'too_large' });
    const many = await poured(
      'text/event-stream',
      event({ method: 'notifications/message', params: { level: 'info' } }),
    );
    await expect(many.call('ping', {})).rejects.toMatchObject({ code: 'too_large' });
    await Promise.all(left);
    expect(left).toHaveLength(3);
  });

  it('CL-15: that is left does not end others of its connection', async () => {
    const { call } = await connectedTo({
      'tools/call'({ params, response }) {
        if (params['name'] === 'ping') return { content: [] };
        return pourInto(eventStream(response), `data: ${'x'.repeat(16_384)}`);
      },
    });
    const [long, short] = await Promise.allSettled([call('long', {}), call('ping', {})]);
    expect([long.status, short.status]).toEqual(['rejected', 'fulfilled']);
    expect(await call('ping', {})).toMatchObject({ content: [] });
  });

  it('CL-15: without an answer is left, and its stream with it', async () => {
    const closed: Array<Promise<unknown>> = [];
    const { call } = await connectedTo(
      {
        'tools/call'({ response }) {
          closed.push(once(response, 'close'));
          dripInto(eventStream(response), ': still here\n\n');
        },
      },
      { silence: 50 },
    );
    await expect(call('ping', {})).rejects.toMatchObject({ code: 'timed_out' });
    await Promise.all(closed);
  });

  it('may take longer while it tells of its progress, but not for ever', async () => {
    const server = new EventEmitter();
    const { call } = await connectedTo(
      {
        'tools/call'({ id, params, response }) {
          const { progressToken } = params['_meta'] as { progressToken: unknown };
          const stream = eventStream(response);
          server.on('tell', (progress: number) =>
            stream.write(event({ method: 'notifications/progress', params: { progressToken, progress } })),
          );
          server.once('end', () => stream.end(event({ id, result: { content: [] } })));
          server.emit('called');
        },
      },
      { silence: 100, callTime: 1_000 },
    );
    const timeouts = holdTimeouts();
    const heard = new EventEmitter();
    /** Calls, and is told of progress so often, each time after almost as long as silence may last. */
    const told = async (times: number) => {
      const called = once(server, 'called');
      const answer = call('ping', {}, { onProgress: ({ progress }) => void heard.emit('progress', progress) });
      await called;
      for (let progress = 1; progress <= times; progress += 1) {
        const next = once(heard, 'progress');
        timeouts.pass(99);
        server.emit('tell', progress);
        expect(await next).toEqual([progress]);
      }
      return { answer };
    };
    const long = await told(9);
    server.emit('end');
    expect(await long.answer).toEqual({ content: [] });
    server.removeAllListeners();
    const endless = await told(10);
    timeouts.pass(99);
    await expect(endless.answer).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('stops when its caller says so, and the server hears of it', async () => {
    const heard = new Promise<void>((resolve) => {
      void connectedTo({
        'tools/call': () => undefined,
        'notifications/cancelled': ({ response }) => {
          response.writeHead(202).end();
          resolve();
        },
      }).then(({ call }) => {
        const stop = new AbortController();
        const stopped = call('ping', {}, { signal: stop.signal });
        setImmediate(() => stop.abort());
        return expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      });
    });
    await heard;
  });

  it('goes on in a stream that is taken up again', async () => {
    let id: unknown;
    const { call, scripted } = await connectedTo({
      'tools/call'({ id: asked, response }) {
        id = asked;
        eventStream(response).end('id: 1\nretry: 1\ndata:\n\n');
      },
      GET: ({ request, response }) =>
        void eventStream(response).end(
          event({ id, result: { content: [{ type: 'text', text: request.headers['last-event-id'] }] } }),
        ),
    });
    expect(await call('ping', {})).toMatchObject({ content: [{ text: '1' }] });
    expect(scripted.came).toContain('GET');
  });

  it('CL-15: whose stream breaks off again and again is not taken up without a pause, nor after its end', async () => {
    const again = ({ response }: { response: never }) => void eventStream(response).end('id: 1\nretry: 0\ndata:\n\n');
    const { call, scripted } = await connectedTo(
      { 'tools/call': again as never, GET: again as never },
      { silence: 1_200 },
    );
    await expect(call('ping', {})).rejects.toMatchObject({ code: 'timed_out' });
    const came = scripted.came.filter((each) => each === 'GET').length;
    expect(came).toBeLessThanOrEqual(3);
  });
});

describe('a connection', () => {
  it('CL-15: opens no stream that nobody asked for', async () => {
    const { call, scripted } = await connectedTo({
      GET: ({ response }) => dripInto(eventStream(response), ': a\n\n'),
    });
    await call('ping', {});
    expect(scripted.came).not.toContain('GET');
  });

  it('opens a new session where the server has forgotten the old one, and ends it with a word', async () => {
    let session = 0;
    const { call, close, scripted } = await connectedTo({
      initialize({ response }) {
        response.setHeader('mcp-session-id', `session-${(session += 1)}`);
        return identity.initialize();
      },
      'tools/call'({ request, response }) {
        if (request.headers['mcp-session-id'] === 'session-1') return void response.writeHead(404).end();
        return { content: [] };
      },
      DELETE: ({ response }) => void response.writeHead(204).end(),
    });
    const [first, second] = await Promise.all([call('ping', {}), call('ping', {})]);
    expect([first.content, second.content, session]).toEqual([[], [], 2]);
    await close();
    expect(scripted.came.at(-1)).toBe('DELETE');
  });

  it('CL-15: tells what a server said in one line, without what was shown to it', async () => {
    const server = await scriptedServer({
      'tools/call': ({ id, request, response }) => {
        const message = `no: ${String(request.headers['x-api-key'])}\u001B[2J\n${'x'.repeat(5_000)}`;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } }));
      },
    });
    const credential = apiKey('a-secret-key', 'X-Api-Key');
    const connection = await connect(server.url, { credential, fetch: network.fetch });
    const error = await connection.call('ping', {}).catch((each: unknown) => each as Error);
    expect(error).toMatchObject({ code: 'tool_failed', details: { error: '-32000' } });
    expect(error).toMatchObject({ message: expect.stringMatching(/says: no: \[secret\]\uFFFD\[2J\uFFFDx{10,}$/) });
    expect(JSON.stringify(error).length).toBeLessThan(1_000);
  });
});
