/** How a server says no, and what a connection makes of it: once more, a code for people, or the name of another transport. */
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, describe, expect, it } from '@jest/globals';
import { connect, type Credential, guardedFetch, noCredential, ownHeaders } from '@granthouse/client';
import { holdTimeouts } from '../../support/held-timeouts.ts';
import { dripInto, httpServer, rawServer } from '../../support/hostile-server.ts';
import { trap } from '../../authorization-server/fetching/local-internet.ts';
import { eventStream, scriptedServer } from './scripted-server.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());
const { fetch } = network;

/** Says yes to every refusal, as a credential that goes wrong would. */
function yielding(): Credential & { refusals: number[] } {
  const refusals: number[] = [];
  return {
    kind: 'oauth',
    refusals,
    fields: () => Promise.resolve({ authorization: `Bearer t${refusals.length}` }),
    refused: ({ status }) => Promise.resolve(void refusals.push(status)),
  };
}

const refusing = (statuses: readonly number[]) => {
  const left = [...statuses];
  return scriptedServer({
    'tools/call': ({ response }) => {
      const status = left.shift();
      return status === undefined ? { content: [] } : void response.writeHead(status).end();
    },
  });
};

describe('a refusal', () => {
  it.each([
    [[401], 'answered'],
    [[403], 'answered'],
    [[401, 403], 'answered'],
    [[401, 401], 'credential_refused'],
    [[403, 403], 'forbidden'],
    [[403, 401, 403], 'forbidden'],
  ])('CL-11: of status %j is asked again once for each kind: %s', async (statuses, outcome) => {
    const server = await refusing(statuses);
    const connection = await connect(server.url, { credential: yielding(), fetch });
    const called = connection.call('ping', {}).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    );
    expect(await called).toBe(outcome);
  });

  it.each([
    [noCredential, 401, 'credential_refused'],
    [noCredential, 403, 'forbidden'],
    [ownHeaders({ 'X-Key': 'wrong' }), 401, 'credential_refused'],
    [ownHeaders({ 'X-Key': 'wrong' }), 403, 'forbidden'],
  ])('of a credential that never changes is not asked again', async (credential, status, code) => {
    let came = 0;
    const url = await httpServer((_request, response) => {
      came += 1;
      response.writeHead(status, { 'www-authenticate': 'Bearer realm="a", =,,' }).end();
    });
    await expect(connect(url, { credential, fetch })).rejects.toMatchObject({ code, details: { status } });
    expect(came).toBe(1);
  });
});

describe('a credential', () => {
  it.each([307, 308, 302])('CL-15: follows no redirect of status %i', async (status) => {
    const elsewhere = await trap();
    const url = await httpServer((_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${elsewhere.port}/mcp` }).end(),
    );
    const credential = ownHeaders({ 'X-Key': 'k' });
    await expect(connect(url, { credential, fetch })).rejects.toMatchObject({
      code: 'redirected',
      details: { status },
    });
    expect(elsewhere.connections()).toBe(0);
  });

  it('follows no redirect to another path of its own origin, which another program may serve', async () => {
    const server = await scriptedServer();
    const shown: unknown[] = [];
    const url = await httpServer((request, response) => {
      if (request.url === '/mcp') return void response.writeHead(307, { location: '/other' }).end();
      return void shown.push(request.headers['x-key']);
    });
    const credential = ownHeaders({ 'X-Key': 'k' });
    await expect(connect(`${url}/mcp`, { credential, fetch })).rejects.toMatchObject({ code: 'redirected' });
    expect([shown, server.came]).toEqual([[], []]);
  });
});

describe('a server that speaks something else', () => {
  const html = (status: number) => (_request: unknown, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>App</title>');

  it.each([200, 404, 405, 400])('as a page of status %i is named so', async (status) => {
    const url = await httpServer(html(status));
    await expect(connect(url, { credential: noCredential, fetch })).rejects.toMatchObject({ code: 'not_mcp' });
  });

  it.each([500, 502, 503, 429])('for want of power, with status %i, is told so', async (status) => {
    const url = await httpServer(html(status));
    const refused = connect(url, { credential: noCredential, fetch });
    await expect(refused).rejects.toMatchObject({ code: 'tool_failed', details: { status } });
  });

  it.each([404, 405, 400])('as HTTP+SSE alone, and %i to the rest, is named so', async (status) => {
    const url = await httpServer((request, response) => {
      if (request.method !== 'GET') return void response.writeHead(status).end();
      return dripInto(eventStream(response), 'event: endpoint\ndata: /messages?session=1\n\n');
    });
    const refused = connect(url, { credential: noCredential, fetch });
    await expect(refused).rejects.toMatchObject({ code: 'not_mcp', message: expect.stringContaining('HTTP+SSE') });
  });

  it('as JSON that is no message is named so', async () => {
    const url = await httpServer(
      (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
    );
    await expect(connect(url, { credential: noCredential, fetch })).rejects.toMatchObject({ code: 'not_mcp' });
  });

  it('by silence is told in time', async () => {
    const url = await rawServer(() => undefined);
    const refused = connect(url, { credential: noCredential, fetch, limits: { connectTime: 100 } });
    await expect(refused).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('by waiting for a question that it knows is asked one', async () => {
    const heard = new EventEmitter();
    const server = await scriptedServer({ 'server/discover': () => void heard.emit('asked') });
    const timeouts = holdTimeouts();
    const asked = once(heard, 'asked');
    const connecting = connect(server.url, { credential: noCredential, fetch, limits: { connectTime: 600 } });
    await asked;
    timeouts.pass(200);
    const connection = await connecting;
    expect(connection.server).toMatchObject({ name: 'scripted', revision: '2025-11-25' });
  });

  it('by stumbling over a question that it does not know is asked another', async () => {
    const server = await scriptedServer({ 'server/discover': ({ response }) => void response.writeHead(500).end() });
    const connection = await connect(server.url, { credential: noCredential, fetch });
    expect(connection.server).toMatchObject({ name: 'scripted' });
  });
});

it('asks nothing that nobody waits for any more', async () => {
  const server = await scriptedServer();
  const signal = AbortSignal.abort();
  await expect(connect(server.url, { credential: noCredential, fetch, signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(server.came).toEqual([]);
});
