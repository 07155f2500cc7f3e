/** A connection that breaks off in the middle of a request: the log stays one JSON object a line. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { site, type Site } from './served.ts';

let here: Site;
beforeAll(async () => {
  here = await site();
});
afterAll(() => here.remove());

it.each(['/register', '/token'])('one to %s is told as one line of the log', async (path) => {
  const server = here.granthouse(['serve']);
  await server.says(here.issuer);
  const { port, host } = new URL(here.issuer);
  const socket = connect(Number(port), '127.0.0.1').resume();
  const type = path === '/token' ? 'application/x-www-form-urlencoded' : 'application/json';
  socket.end(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: 20\r\n\r\n{`);
  await once(socket, 'close');
  server.signal('SIGTERM');
  const { err } = await server.ended;
  for (const line of err.split('\n').filter((each) => each !== '')) expect(JSON.parse(line)).toHaveProperty('level');
});
