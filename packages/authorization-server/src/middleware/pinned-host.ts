/**
 * Every URL that leaves the server comes from the configured issuer, never from Host or X-Forwarded-* (RFC 9700 §4.13);
 * the client's address is believed only through declared proxies.
 */
import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import type { CompleteOptions } from '../options.ts';

/** Pins what koa derives from headers, on the prototype of all its requests: host, scheme and address. */
export function pinRequest(app: Koa, options: CompleteOptions): void {
  const issuer = new URL(options.issuer);
  Object.defineProperties(app.request, {
    host: { get: () => issuer.host },
    protocol: { get: () => issuer.protocol.slice(0, -1) },
    ip: {
      get(this: Koa.Request) {
        return clientAddress(this.req, options.trustedProxies);
      },
    },
  });
}

/** On a loopback issuer any other Host is refused: a page whose name was rebound to this machine must not drive the server. */
export function pinnedHost(options: CompleteOptions): Middleware {
  const { host } = new URL(options.issuer);
  return async (ctx, next) => {
    if (!options.isLoopback || ctx.get('Host').toLowerCase() === host) {
      await next();
      return;
    }
    ctx.status = 421;
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { error: 'invalid_request', error_description: `this server answers at ${options.issuer} only` };
  };
}

/** Walks X-Forwarded-For from its end while the hop that wrote it is trusted. */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  let address = plainAddress(request.socket.remoteAddress ?? '');
  while (isTrusted(address, trusted)) {
    const previous = plainAddress((forwarded.pop() ?? '').trim());
    if (isIP(previous) === 0) return address;
    address = previous;
  }
  return address;
}

/** IPv4 in its own form, also when the socket is a dual-stack one. */
const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
