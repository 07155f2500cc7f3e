/** Host and Origin checks against rebound and foreign pages, before anything else is judged (MCP Streamable HTTP, security warning). */
import { isLoopbackHost } from '@granthouse/protocol';
import type { ResolvedOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import type { RequestHead } from './request-head.ts';

type Rails = Pick<ResolvedOptions, 'resource' | 'allowedOrigins' | 'allowedHosts'>;

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Says which browser origins may call; an absent Origin is no browser's cross-origin call and is fine. */
export function createOriginCheck({ resource, allowedOrigins }: Rails): (origin: string | null) => boolean {
  const own = new URL(resource);
  const allowed = new Set([own.origin, ...allowedOrigins]);
  const acceptsLoopback = isLoopbackHost(own.hostname);
  return (origin) => origin === null || allowed.has(origin) || (acceptsLoopback && isLoopbackOrigin(origin));
}

/** Says whether a request names the resource's own host; the names of the loopback interface are one only on a loopback resource. */
function createHostCheck({ resource, allowedHosts }: Rails): (request: RequestHead) => boolean {
  const own = new URL(resource);
  const names = isLoopbackHost(own.hostname) ? LOOPBACK_NAMES : [own.hostname];
  const defaultPort = own.protocol === 'https:' ? '443' : '80';
  const ports = own.port === '' ? ['', `:${defaultPort}`] : [`:${own.port}`];
  const allowed = new Set([
    ...names.flatMap((name) => ports.map((port) => `${name}${port}`)),
    ...allowedHosts.map((host) => host.toLowerCase()),
  ]);
  return (request) => {
    const host = request.headers.get('host') ?? hostOfUrl(request.url);
    return host !== undefined && allowed.has(host.toLowerCase());
  };
}

/** Refuses a foreign Host or Origin. Throws OAuthError `access_denied`, which is answered with 403. */
export function createOriginGuard(rails: Rails): (request: RequestHead) => void {
  const isOwnHost = createHostCheck(rails);
  const isAllowedOrigin = createOriginCheck(rails);
  return (request) => {
    if (!isOwnHost(request)) {
      throw new Refusal('foreign_host', 'the Host header does not name this resource');
    }
    if (!isAllowedOrigin(request.headers.get('origin'))) {
      throw new Refusal('foreign_origin', 'this origin may not call this resource');
    }
  };
}

function isLoopbackOrigin(origin: string): boolean {
  if (!/^https?:\/\/[^/?#\s\\]+$/.test(origin) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && isLoopbackHost(url.hostname);
}

// A web Request may lack the header; its URL then names the host (RFC 9110 §7.2).
function hostOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
