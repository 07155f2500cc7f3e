/** The endpoint as anyone can reach it: what is let in, and how the rest is refused. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lines, type RunningDesk, startDesk } from './running-desk.ts';

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
let desk: RunningDesk;
let authorization: string;

/** With headers that fetch doesn't let anyone set. */
const statusOf = (headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const request = sendRequest(desk.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject);
    request.end(JSON.stringify(list));
  });

describe.each(lines)('the entry on line %d', (sdk) => {
  beforeAll(async () => {
    desk = await startDesk({ sdk, allowedOrigins: ['https://host.example'] });
    authorization = `Bearer ${await desk.token('orders:read')}`;
  });
  afterAll(() => desk.stop());

  it('RS-6: a call without a token is 401, with the way to the metadata', async () => {
    const answer = await desk.post(list);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp"');
  });

  it('RS-6: a call with somebody else’s token is 401', async () => {
    const other = await startDesk();
    const answer = await desk.post(list, { authorization: `Bearer ${await other.token('orders:read')}` });
    expect(answer.status).toBe(401);
    await other.stop();
  });

  it('RS-1: the metadata names the authorization server and needs no token', async () => {
    const answer = await fetch(desk.url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'));
    expect(await answer.json()).toMatchObject({ resource: desk.url, authorization_servers: [expect.any(String)] });
  });

  it('RS-14: a foreign Host or Origin is 403, with a token or without', async () => {
    const own = { host: new URL(desk.url).host, authorization };
    expect(await statusOf(own)).toBe(200);
    expect(await statusOf({ ...own, host: 'evil.example' })).toBe(403);
    expect(await statusOf({ ...own, origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf({ host: 'evil.example' })).toBe(403);
  });

  it('lets an allowed page of a browser read the answer', async () => {
    const answer = await desk.post(list, { authorization, origin: 'https://host.example' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://host.example');
  });

  it.each(['{', '', '[', '"a"', '{"jsonrpc":"2.0"}', 'null', '\u0000'])(
    'RS-9: the body %j with a token is 400, without one 401',
    async (body) => {
      expect((await desk.post(body, { authorization })).status).toBe(400);
      expect((await desk.post(body)).status).toBe(401);
    },
  );

  it('RS-17, RS-9: every method but POST is 405 and names POST, and without a token 401', async () => {
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      const answer = await fetch(desk.url, { method, headers: { authorization, accept: 'text/event-stream' } });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'POST']);
      expect((await fetch(desk.url, { method })).status).toBe(401);
    }
  });

  it('RS-17: TRACE, which no web Request can stand for, is 405 too', async () => {
    const sent = sendRequest(desk.url, { method: 'TRACE', headers: { authorization } }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();

    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });

  it('serves nothing below its path or beside it', async () => {
    expect((await fetch(`${desk.url}/tools`, { method: 'POST', headers: { authorization } })).status).toBe(404);
    expect((await fetch(new URL('/', desk.url), { method: 'POST', headers: { authorization } })).status).toBe(404);
  });

  describe('limits', () => {
    it('a body of more than 64 KiB is 413, declared or not', async () => {
      const body = JSON.stringify({ ...list, params: { padding: 'x'.repeat(70_000) } });
      expect((await desk.post(body, { authorization })).status).toBe(413);
      const stream = new Blob([body]).stream();
      const headers = {
        authorization,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      const init = { method: 'POST', headers, body: stream, duplex: 'half' };
      expect((await fetch(desk.url, init as RequestInit)).status).toBe(413);
    });

    it('RS-21: an unknown revision is 400, another media type 415', async () => {
      expect((await desk.post(list, { authorization, 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
      expect((await desk.post(list, { authorization, 'content-type': 'text/plain' })).status).toBe(415);
    });
  });

  it('tells nobody but the operator why a tool failed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'order-desk-'));
    const databasePath = join(folder, 'desk.sqlite');
    const broken = await startDesk({ sdk, databasePath });
    const vandal = new DatabaseSync(databasePath);
    vandal.exec('DROP TABLE notes');
    vandal.close();
    const token = await broken.token('orders:write');
    const params = { name: 'add_order_note', arguments: { order_id: 'ord_1001', text: 'x' } };
    const answer = await broken.post({ ...list, method: 'tools/call', params }, { authorization: `Bearer ${token}` });
    const text = await answer.text();
    const reference = /reference ([0-9a-f-]{36})/.exec(text)?.[1];
    expect(text).toContain('"isError":true');
    expect(text).not.toMatch(/no such table|SQL/);
    expect(broken.logged.find((line) => line.includes(reference ?? 'none'))).toContain('no such table');
    expect(broken.logged.join('\n')).not.toContain(token);
    await broken.stop();
    rmSync(folder, { recursive: true });
  });
});
