/** A body that comes without a right token: it is never read, never taken for a request, and holds no connection up (RFC 9110 §10.1.1, RFC 9112 §9.3). */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { adapters } from '../../support/guarded-server.ts';
import { mounts } from './mounts.ts';
import { answerTo, authorizationFor, serve } from './served.ts';

/** Sends on one connection, and gives all that came back until it was closed or an answer of `last` came. */
async function converse(port: string, sent: readonly (string | Uint8Array)[], last: number): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  let said = '';
  socket.on('data', (text) => {
    said += String(text);
    if (said.includes(`HTTP/1.1 ${last}`)) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  for (const each of sent) socket.write(each);
  await new Promise((resolve) => socket.on('close', resolve));
  return said;
}

const statusesIn = (said: string) => [...said.matchAll(/^HTTP\/1\.1 (?<status>\d{3}) /gm)].map((found) => found[1]);

describe.each(adapters)('through the %s adapter', (name) => {
  it('an upload without a token is answered before it has come', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const sent = request(resource.resource, { method: 'POST', agent: false });
    sent.write('never ends');
    expect((await answerTo(sent)).statusCode).toBe(401);
    sent.destroy();
  });

  it('a large one is thrown away, and none of it is taken for the next request', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const { authorization } = await authorizationFor(resource);
    const own = new URL(resource.resource);
    const inner = `POST /mcp HTTP/1.1\r\nHost: ${own.host}\r\nAuthorization: ${authorization}\r\nContent-Length: 4\r\n\r\necho`;
    const body = inner.repeat(Math.ceil((4 * 1024 * 1024) / inner.length));
    const head = `POST /mcp HTTP/1.1\r\nHost: ${own.host}\r\nContent-Length: ${body.length}\r\n\r\n`;
    const next = `OPTIONS /mcp HTTP/1.1\r\nHost: ${own.host}\r\n\r\n`;
    const statuses = statusesIn(await converse(own.port, [head, body, next], 204));
    // A server may close the connection instead of reading on.
    expect(statuses.slice(0, 2)).toEqual(['401', ...(statuses.length > 1 ? ['204'] : [])]);
  });

  it('RFC9110 §10.1.1: whoever waits for leave to send is refused without having sent', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const headers = { expect: '100-continue', 'content-length': 1024 };
    const sent = request(resource.resource, { method: 'POST', agent: false, headers });
    sent.flushHeaders();
    expect((await answerTo(sent)).resume().statusCode).toBe(401);
    sent.destroy();
  });

  it('and sends when its token is right', async () => {
    const resource = await serve((one) => mounts[name](one, 'echo'));
    const headers = { ...(await authorizationFor(resource)), expect: '100-continue' };
    const sent = request(resource.resource, { method: 'POST', agent: false, headers });
    sent.flushHeaders();
    await once(sent, 'continue');
    sent.end('body');
    const answer = await answerTo(sent);
    expect([answer.statusCode, String((await once(answer, 'data'))[0])]).toEqual([200, 'body']);
  });

  it('RFC9110 §9.3.2: HEAD without a token gets the head of the refusal, and the connection goes on', async () => {
    const { host, port } = new URL((await serve((one) => mounts[name](one, 'echo'))).resource);
    const ask = (method: string) => `${method} /mcp HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const said = await converse(port, [ask('HEAD'), ask('OPTIONS')], 204);
    expect(statusesIn(said)).toEqual(['401', '204']);
    expect(said).toMatch(/^www-authenticate: Bearer /im);
    expect(said).not.toContain('{');
  });
});
