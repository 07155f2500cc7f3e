/** The fetch adapter where web standards differ: answers that can't be changed, HEAD, and what a platform gives beside the request. */
import { expect, it } from '@jest/globals';
import { protect } from '@granthouse/resource-server/fetch';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { authorizationFor, resourceAt } from './served.ts';

const resource = () => resourceAt('https://api.example/mcp');

async function answerFor(answer: () => Response, headers: Record<string, string> = {}): Promise<Response> {
  const guard = resource();
  const request = new Request(guard.resource, { headers: { ...(await authorizationFor(guard)), ...headers } });
  return protect(guard, answer)(request);
}

it('hands on whose call it is, and what the platform gave', async () => {
  const guard = resource();
  const handler = protect(guard, (request, { auth }, environment: { name: string }, waiting: number) =>
    Response.json({ path: new URL(request.url).pathname, subject: auth.subject, environment, waiting }),
  );
  const answer = await handler(
    new Request(guard.resource, { headers: await authorizationFor(guard) }),
    { name: 'x' },
    7,
  );
  expect(await answer.json()).toEqual({ path: '/mcp', subject: 'person-1', environment: { name: 'x' }, waiting: 7 });
});

it('hands on what the web handler of the 2.x SDK takes', async () => {
  const mcp = createMcpHandler(({ authInfo }) => {
    const server = new McpServer({ name: 'who', version: '1.0.0' });
    server.registerTool('who', {}, () => ({ content: [{ type: 'text', text: String(authInfo?.extra?.['subject']) }] }));
    return server;
  });
  const guard = resource();
  const handler = protect(guard, (request, { auth }) => mcp.fetch(request, { authInfo: auth }));
  const headers = {
    ...(await authorizationFor(guard)),
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'who', arguments: {} } });
  const answer = await handler(new Request(guard.resource, { method: 'POST', headers, body }));
  expect(await answer.text()).toContain('"text":"person-1"');
  await mcp.close();
});

it('keeps status, words, body and every header of an answer', async () => {
  const answer = await answerFor(() => {
    const headers = new Headers({ 'content-type': 'text/event-stream', vary: 'Accept' });
    for (const cookie of ['a=1', 'b=2']) headers.append('set-cookie', cookie);
    return new Response('data: x', { status: 202, statusText: 'Taken', headers });
  });
  expect([answer.status, answer.statusText, await answer.text()]).toEqual([202, 'Taken', 'data: x']);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(answer.headers.get('vary')).toBe('Accept, Origin');
});

it.each<[string, () => Response, number]>([
  ['a redirect', () => Response.redirect('https://api.example/other', 302), 302],
  ['an answer without a body', () => new Response(null, { status: 204 }), 204],
])('lets a page of an allowed origin read %s, whose headers may not be changed', async (_what, make, status) => {
  const answer = await answerFor(make, { origin: 'https://api.example' });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://api.example');
});

it('RFC9110 §9.3.2: answers HEAD with the head alone', async () => {
  const guard = resource();
  const handler = protect(guard, () => new Response('never'));
  for (const [url, status] of [
    [guard.metadataUrl, 200],
    [guard.resource, 401],
  ] as const) {
    const answer = await handler(new Request(url, { method: 'HEAD' }));
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([
      status,
      'application/json',
      null,
    ]);
  }
});
