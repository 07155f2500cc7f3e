/** Whoever sends a request byte by byte holds a connection no longer than a request may take (RFC 9110 §15.5.9). */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { listenOn } from '@granthouse/network';

const patience = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };

describe('a sender that never comes to an end', () => {
  it.each([
    ['in the head', 'POST /register HTTP/1.1\r\nHost: localhost\r\nX-'],
    ['in the body', 'POST /register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"client_name'],
  ])('%s is answered with 408, and its connection ends', async (_where, beginning) => {
    const listening = await listenOn((request) => void request.resume(), { port: 0, host: '127.0.0.1', patience });
    const socket = connect(listening.port, '127.0.0.1');
    socket.write(beginning);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    await listening.close();
  });
});
