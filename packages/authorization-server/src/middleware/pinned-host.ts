/**
 * Every URL that leaves the server comes from the configured issuer, never from Host, X-Forwarded-* or the request's
 * target (RFC 9700 §4.13); the client's address is believed only through declared proxies.
 */
import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { CompleteOptions } from '../options.ts';

/** Where a request keeps the address that was found for it. */
const found = Symbol('address');

/** Pins what koa and the engine derive from a request, on the prototypes of all of them: host, scheme, URLs and address. */
export function pinRequest(provider: Provider, options: CompleteOptions): void {
  const issuer = new URL(options.issuer);
  Object.defineProperties(provider.request, {
    host: { get: () => issuer.host },
    protocol: { get: () => issuer.protocol.slice(0, -1) },
    ip: {
      get(this: Koa.Request & { [found]?: string }) {
        return (this[found] ??= clientAddress(this.req, options.trustedProxies));
      },
    },
  });
  provider.OIDCContext.prototype.urlFor = (name, parameters) => provider.urlFor(name, parameters);
}

/** On a loopback issuer any other Host is refused: a page whose name was rebound to this machine must not drive the server. */
export function pinnedHost(options: CompleteOptions): (request: IncomingMessage) => boolean {
  if (!options.isLoopback) return () => true;
  const { host } = new URL(options.issuer);
  return ({ url = '', headers }) => (authorityOf(url) ?? headers.host ?? '').toLowerCase() === host;
}

/** A target in absolute-form says by itself which host is meant (RFC 9112 §3.2.2). */
const authorityOf = (target: string): string | undefined => /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];

/** Walks X-Forwarded-For from its end while the hop that wrote it is trusted. */
export function clientAddress(request: IncomingMessage, trusted: BlockList): string {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'];
  if (header === undefined) return address;
  const forwarded = [header].flat().join(',').split(',');
  while (isTrusted(address, trusted)) {
    const previous = plainAddress(withoutPort((forwarded.pop() ?? '').trim()));
    if (isIP(previous) === 0) return address;
    address = previous;
  }
  return address;
}

/** IPv4 in its own form, also when the socket is a dual-stack one. */
export const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Some proxies write the port, too: their users must not all be counted as the proxy. */
const withoutPort = (hop: string) => hop.replace(/^(\d+(?:\.\d+){3}):\d+$|^\[(.*)\](?::\d+)?$/, '$1$2');

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
