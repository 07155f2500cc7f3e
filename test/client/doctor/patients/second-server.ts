/** Resources with a second authorization server, which a host may choose as well as the first (RFC 9728 §7.6). */
import { members } from './ailments.ts';
import { json } from './healthy/answers.ts';
import { metadataOf } from './healthy/records.ts';
import type { Ailment, Ailments, Patient } from './patient.ts';

const ofServer = '/.well-known/oauth-authorization-server';
const path = '/second';

/** Names more behind the first; at this machine's port 9 nothing answers. */
export const naming = (more: (first: string) => readonly string[]): Ailment =>
  members('/.well-known/oauth-protected-resource', ({ authorization_servers: servers }) => {
    const [first = ''] = servers as string[];
    return { authorization_servers: [first, ...more(first)] };
  });

/** A second issuer at the origin of the first, with what its metadata says otherwise. */
export function second(change: Record<string, unknown> = {}): Pick<Ailments, 'mcpServer' | 'authorizationServer'> {
  return {
    mcpServer: naming((first) => [first + path]),
    authorizationServer(request, healthy) {
      const { origin, pathname } = new URL(request.url);
      return pathname === ofServer + path ? json({ ...metadataOf(origin + path), ...change }) : healthy(request);
    },
  };
}

export const dead = 'http://127.0.0.1:9';

export const secondServers: readonly Patient[] = [
  {
    name: 'a second authorization server is gone',
    mcpServer: naming(() => [dead]),
    check: 'server-metadata.others',
    words: /127\.0\.0\.1:9.* out of authorization_servers/,
    fault: 'mcp-server',
  },
  {
    name: 'a second authorization server calls itself by the name of another',
    ...second({ issuer: 'http://auth.elsewhere.example' }),
    check: 'server-metadata.others',
    words: /\/second, whose metadata says http:\/\/auth\.elsewhere\.example.* its issuer is/,
    fault: 'authorization-server',
  },
  {
    name: 'a second authorization server does not say that it takes PKCE',
    ...second({ code_challenge_methods_supported: undefined }),
    check: 'server-metadata.others',
    words: /\/second, the authorization server does not say.* S256/,
    fault: 'authorization-server',
  },
  {
    name: 'the endpoints of a second authorization server are reached in clear',
    ...second({ token_endpoint: 'http://auth.orders.example/token' }),
    check: 'server-metadata.others',
    words: /\/second, token_endpoint is http:.* https/,
    fault: 'authorization-server',
  },
];
