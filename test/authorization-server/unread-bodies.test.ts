/** What a refused request leaves unread is never taken for the next request on its connection (RFC 9112 §9.3, §11.2). */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startAuthorizationServer } from '../support/authorization-server.ts';
import { Browser } from '../support/browser.ts';
import { personAt } from '../support/person-at.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp');
});
afterAll(() => server.close());

/** A body that looks like a request, and is longer than anything is read. */
const smuggled = `GET /jwks HTTP/1.1\r\nHost: localhost\r\nX-Padding: ${'x'.repeat(200_000)}\r\n\r\n`;

/** The head of a request, and as much of the body as the server takes; everything that it answered on the connection. */
async function answersTo(head: readonly string[]): Promise<string> {
  const { hostname, port, host } = new URL(server.issuer);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  let answers = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answers += text;
  });
  // The server may close while the body is still on its way.
  socket.on('error', () => undefined);
  socket.write([...head, `Host: ${host}`, `Content-Length: ${smuggled.length}`, '', smuggled].join('\r\n'));
  await once(socket, 'close');
  return answers;
}

const form = 'Content-Type: application/x-www-form-urlencoded';

describe('a request that is refused before its body is read', () => {
  it.each([
    ['too large for a registration', ['POST /register HTTP/1.1', 'Content-Type: application/json']],
    ['too large for a token request', ['POST /token HTTP/1.1', form]],
    ['of a wrong type', ['POST /token HTTP/1.1', 'Content-Type: text/plain']],
    ['of another site', ['POST /sign-out HTTP/1.1', form, 'Origin: https://evil.example']],
    ['to nothing', ['POST /none HTTP/1.1']],
    ['to a document', ['POST /.well-known/oauth-authorization-server HTTP/1.1']],
    ['to no document', ['POST /.well-known/oauth-nothing HTTP/1.1']],
  ])('%s: is answered once, and its connection ends', async (_kind, head) => {
    const answers = await answersTo(head);
    expect(answers).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answers).toMatch(/^connection: close\r$/im);
    expect(answers.match(/HTTP\/1\.1 \d{3} /g)).toHaveLength(1);
  });

  it('to a form of the sign-in, too large', async () => {
    const browser = new Browser();
    const page = await (await personAt(server.issuer)).signInPage(browser);
    const { pathname } = new URL(page.forms[0]?.action ?? '', page.url);
    const cookie = `Cookie: ${browser.cookieHeader(new URL(page.url))}`;
    const answers = await answersTo([`POST ${pathname} HTTP/1.1`, form, cookie]);
    expect(answers).toMatch(/^HTTP\/1\.1 413 /);
    expect(answers.match(/HTTP\/1\.1 \d{3} /g)).toHaveLength(1);
  });
});
