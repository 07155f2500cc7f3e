/** A proxy that ends TLS, as one stands before a server in production: each host leads to a plain server on this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Node makes no certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface TlsProxy {
  /** Where it listens, as host and port. */
  readonly address: string;
  close(): Promise<void>;
}

/** `targets`: the origin that stands behind each host. The certificate is made now, signed by nobody. */
export async function startTlsProxy(targets: Readonly<Record<string, string>>): Promise<TlsProxy> {
  const server = createServer(selfSigned(Object.keys(targets)), (incoming, response) => {
    const target = targets[incoming.headers.host ?? ''];
    if (target === undefined) return void response.writeHead(502).end();
    const { method, headers, url = '/' } = incoming;
    const sent = request(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.destroy());
    return void incoming.pipe(sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Key and certificate come on one stream, one after the other; each reader takes its own part. */
function selfSigned(hosts: readonly string[]): { key: string; cert: string } {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', '-'];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`;
  const certificate = ['-x509', '-days', '1', '-subj', '/CN=granthouse tests', '-addext', names, '-out', '-'];
  const pem = execFileSync('openssl', ['req', ...key, ...certificate], { stdio: ['ignore', 'pipe', 'ignore'] });
  return { key: pem.toString(), cert: pem.toString() };
}
