/** The site behind node:http, asked as no browser asks. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connections } from '@granthouse/client/connections';
import { madeUpConnections } from './made-up-connections.ts';
import { type RunningSite, startSite } from './running-site.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await startSite(() => ({ ...madeUpConnections(), close: async () => {} }) as unknown as Connections);
});
afterAll(() => site.close());

/** What comes back for these lines. */
async function said(lines: readonly string[]): Promise<string> {
  const { hostname, port, host } = new URL(site.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  await once(socket, 'connect');
  socket.write([...lines.map((line) => line.replace('HOST', host)), '', ''].join('\r\n'));
  await once(socket, 'close');
  return answer;
}

it.each([
  ['a target that only proxies take', 'GET http://evil.example/ HTTP/1.1', 'HTTP/1.1 400'],
  ['a method that no browser sends', 'TRACE / HTTP/1.1', 'HTTP/1.1 400'],
  ['two slashes, which are a path', 'GET //evil.example/ HTTP/1.1', 'HTTP/1.1 403'],
  ['a target that is no URL', 'GET /%zz[]\\^ HTTP/1.1', 'HTTP/1.1 403'],
])('answers %s', async (_title, line, status) => {
  expect(await said([line, 'Host: HOST', 'Connection: close'])).toContain(status);
  expect(site.logged).toEqual([]);
});
