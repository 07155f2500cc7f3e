/** Servers that don't speak Streamable HTTP where they say they do (MCP 2025-11-25, transports). */
import { instead, refusal } from './ailments.ts';
import { html, json, text } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';

const moved = (location: string, status: number) =>
  instead('/mcp', () => new Response(null, { status, headers: { location } }));

/** The transport before Streamable HTTP: a stream that names where messages go. */
const oldTransport = instead('/mcp', ({ method }) => {
  if (method !== 'GET') return text('Cannot POST /mcp', 404);
  const event = 'event: endpoint\ndata: /messages?sessionId=1\n\n';
  const stream = new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode(event)) });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
});

const readme = () =>
  new Response(
    '<!doctype html><title>orders-mcp</title><h1>orders-mcp</h1><p>Add to your client: <code>npx -y orders-mcp</code></p>',
    { headers: { 'content-type': 'text/html' } },
  );

const foreignOrigins: Ailment = (request, healthy) => {
  const headers = new Headers(request.headers);
  headers.delete('origin');
  return healthy(new Request(request, { headers }));
};

const error = { jsonrpc: '2.0', id: 1, error: { code: -32_001, message: 'Unauthorized' } };

/** Two instances, each of which knows its own sessions alone. */
function forgetful(): Ailment {
  let asked = 0;
  return async (request, healthy) => {
    asked += 1;
    const session = request.headers.get('mcp-session-id');
    if (session !== null && session !== `instance-${asked % 2}`) return json({ error: 'Session not found' }, 404);
    const answer = await healthy(request);
    const headers = new Headers([...answer.headers, ['mcp-session-id', `instance-${asked % 2}`]]);
    return new Response(answer.body, { status: answer.status, headers });
  };
}

export const transport: readonly Patient[] = [
  {
    name: 'only the old HTTP+SSE transport is offered',
    mcpServer: oldTransport,
    check: 'transport.streamable-http',
    words: /HTTP\+SSE.* Serve Streamable HTTP/,
    fault: 'mcp-server',
  },
  {
    name: 'the address is the page of a program for stdio',
    mcpServer: instead('/', readme),
    check: 'transport.streamable-http',
    words: /stdio.* with Streamable HTTP/,
    fault: 'mcp-server',
  },
  {
    name: 'a single-page application answers at every path',
    mcpServer: instead('/', () => html()),
    check: 'transport.streamable-http',
    words: /web page.* path at which the server mounts/,
    fault: 'mcp-server',
  },
  {
    name: 'nothing is at this path',
    mcpServer: instead('/', () => json({ message: 'Route not found' }, 404)),
    check: 'transport.streamable-http',
    words: /404.* path at which the server mounts/,
    fault: 'mcp-server',
  },
  {
    name: 'a proxy adds the slash that the address lacks',
    mcpServer: moved('/mcp/', 307),
    check: 'transport.redirect',
    words: /307 to \/mcp\/.* leads to, http:\S+\/mcp\/\.$/,
    fault: 'mcp-server',
  },
  {
    name: 'a gateway sends whoever is not signed in to its page',
    mcpServer: moved('https://login.example/sign-in', 302),
    check: 'transport.redirect',
    words: /login\.example.* Let the gateway/,
    fault: 'network',
  },
  {
    name: 'a request without credentials is answered 200, with an error in words',
    mcpServer: refusal(() => json(error)),
    check: 'challenge.status',
    words: /Unauthorized.* Answer 401/,
    fault: 'mcp-server',
  },
  {
    name: 'a request without credentials makes the server fail',
    mcpServer: refusal(() => text('Internal Server Error', 500)),
    check: 'transport.streamable-http',
    words: /500.* in the log/,
    fault: 'mcp-server',
  },
  {
    name: 'pages of every origin may call it',
    mcpServer: foreignOrigins,
    mcpHabits: { credentials: 'none' },
    check: 'transport.origin',
    words: /Origin.* 403/,
    fault: 'mcp-server',
  },
  {
    name: 'the second client brings the server down',
    beginnings: 1,
    mcpHabits: { credentials: 'none' },
    // Whichever asks second.
    check: 'transport.origin',
    words: /it answered POST \/mcp before.* why it ended/,
    fault: 'mcp-server',
  },
  {
    name: 'two instances have sessions of their own',
    mcpServer: forgetful(),
    mcpHabits: { credentials: 'none' },
    check: 'transport.instances',
    words: /in one session.* store that all share/,
    fault: 'mcp-server',
  },
  {
    name: 'the gateway in front has lost the server',
    mcpServer: instead('/', () => html(502)),
    check: 'transport.streamable-http',
    words: /502.* proxy in front/,
    fault: 'network',
  },
];
