/** What a server shows of itself in TLS: nothing is sent but the handshake, so that a bad certificate can be told (RFC 5280 §6). */
import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { guardedLookup, unbracketed } from '@granthouse/network';
import { ClientError } from '../client-error.ts';
import { systemResolve, type GuardedFetchOptions } from '../network/guarded-fetch.ts';
import { isRefused, judgeUrl } from '../network/reach.ts';
import { trusting } from '../network/trusting.ts';
import { unreachable } from '../network/unreachable.ts';

export interface SeenCertificate {
  /** Why it isn't trusted, as OpenSSL's code: `CERT_HAS_EXPIRED`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly problem?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly protocol: string;
}

export function seenCertificate(url: URL, network: GuardedFetchOptions): Promise<SeenCertificate> {
  judgeUrl(url, network);
  return new Promise((resolve, reject) => {
    const socket = connect(handshake(url, network));
    socket.setTimeout(network.timeLimit ?? 15_000, () => {
      socket.destroy(new ClientError('timed_out', `${url.host} did not answer in time`, { url: url.origin }));
    });
    socket.on('error', (error) => reject(error instanceof ClientError ? error : unreachable(url, error)));
    socket.on('secureConnect', () => {
      resolve(shownBy(socket));
      socket.destroy();
    });
  });
}

function handshake(url: URL, network: GuardedFetchOptions): ConnectionOptions {
  const { resolve = systemResolve, authorities } = network;
  const host = unbracketed(url);
  return {
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 && { servername: host }),
    lookup: guardedLookup(resolve, isRefused(network)),
    ...(authorities && trusting(authorities)),
    // Judged, and not used: no request follows.
    rejectUnauthorized: false,
  };
}

function shownBy(socket: TLSSocket): SeenCertificate {
  // Node's types say Error; what comes is the code.
  const problem: unknown = socket.authorizationError;
  return {
    ...(problem !== undefined && problem !== null && { problem: codeOf(problem) }),
    expiresAt: Date.parse(socket.getPeerCertificate().valid_to),
    protocol: socket.getProtocol() ?? 'unknown',
  };
}

const codeOf = (problem: unknown): string =>
  problem instanceof Error ? ((problem as NodeJS.ErrnoException).code ?? problem.message) : String(problem);
