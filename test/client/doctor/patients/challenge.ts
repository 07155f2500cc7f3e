/** Servers that refuse in a way from which no host finds the sign-in (RFC 6750 §3, RFC 9728 §5.1). */
import { challenge, refusal } from './ailments.ts';
import { json } from './healthy/answers.ts';
import type { Patient } from './patient.ts';

export const challenges: readonly Patient[] = [
  {
    name: 'the 401 comes without a challenge',
    mcpServer: challenge(() => undefined),
    check: 'challenge.bearer',
    words: /without WWW-Authenticate.* Bearer resource_metadata=/,
    fault: 'mcp-server',
  },
  {
    name: 'the challenge is for Basic',
    mcpServer: challenge(() => 'Basic realm="orders"'),
    check: 'challenge.bearer',
    words: /Basic.* Bearer resource_metadata=/,
    fault: 'mcp-server',
  },
  {
    name: 'the refusal is 403 where nobody is signed in',
    mcpServer: refusal(() => json({ error: 'forbidden' }, 403)),
    check: 'challenge.status',
    words: /403.* Answer 401/,
    fault: 'mcp-server',
  },
  {
    name: 'the server does not know its own name',
    mcpServer: refusal(() => json({ error_description: 'the Host header does not name this resource' }, 403)),
    check: 'challenge.status',
    words: /403.* pass Host on/,
    fault: 'mcp-server',
  },
  {
    name: 'the challenge names no metadata',
    mcpServer: challenge(() => 'Bearer'),
    check: 'challenge.resource-metadata',
    words: /Add resource_metadata=/,
    fault: 'mcp-server',
  },
  {
    name: 'the challenge names metadata by a path alone',
    mcpServer: challenge(() => 'Bearer resource_metadata="/.well-known/oauth-protected-resource/mcp"'),
    check: 'challenge.resource-metadata',
    words: /whole URL/,
    fault: 'mcp-server',
  },
  {
    name: 'a wrong token makes the server fail',
    mcpServer: refusal((answer, request) =>
      request.headers.has('authorization') ? json({ error: 'jwt malformed' }, 500) : answer,
    ),
    check: 'challenge.wrong-token',
    words: /500.* Answer 401/,
    fault: 'mcp-server',
  },
  {
    name: 'a wrong key is answered with the sign-in of a server that has none',
    mcpHabits: { credentials: 'key' },
    mcpServer: challenge(
      (written) => `${written}${written.includes('=') ? ',' : ''} resource_metadata="http://127.0.0.1/"`,
    ),
    check: 'credential.wrong-key',
    words: /OAuth.* leave resource_metadata out/,
    fault: 'mcp-server',
  },
  {
    name: 'any key opens it',
    mcpHabits: { credentials: 'key' },
    mcpServer: (request, healthy) => {
      const headers = new Headers(request.headers);
      if (headers.has('authorization')) headers.set('authorization', 'Bearer sesame-6f1c9d0e');
      return healthy(new Request(request, { headers }));
    },
    check: 'credential.wrong-key',
    words: /Compare the whole credential/,
    fault: 'mcp-server',
  },
];
