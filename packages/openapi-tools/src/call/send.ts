/** Sends a request, once: only a safe one that met a connection which the API had just closed goes out again (RFC 9110 §9.2.1, §9.2.2, RFC 9112 §9.3.1). */
import { causesOf, CallFailure, codeOf } from './failure.ts';
import { isSafe } from '../plan/annotations.ts';
import type { WrittenRequest } from './write/request.ts';

export interface Sending {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Redirects are answers: nothing follows them with credentials. Rejects with CallFailure. */
export async function send(request: WrittenRequest, sending: Sending): Promise<Response> {
  try {
    return await sendOnce(request, sending);
  } catch (error) {
    if (!isSafe(request.method) || !wasDropped(error)) throw unreachable(error, sending);
  }
  try {
    return await sendOnce(request, sending);
  } catch (error) {
    throw unreachable(error, sending);
  }
}

function sendOnce({ method, url, headers, body }: WrittenRequest, { fetch, signal }: Sending): Promise<Response> {
  signal.throwIfAborted();
  return fetch(url, { method, headers: Object.fromEntries(headers), body: body ?? null, redirect: 'manual', signal });
}

const wasDropped = (error: unknown) => /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/u.test(codeOf(error));

interface Trouble {
  readonly code: RegExp;
  readonly text: string;
  readonly wasNotSent: boolean;
}

/** Without names and addresses, which are the operator's to know. */
const troubles: readonly Trouble[] = [
  {
    code: /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)/u,
    text: 'The API can not be reached now.',
    wasNotSent: true,
  },
  {
    code: /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/u,
    text: 'No secure connection to the API can be made.',
    wasNotSent: true,
  },
  {
    code: /^(?:HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW)/u,
    text: 'The API answered with what is no HTTP.',
    wasNotSent: false,
  },
  {
    code: /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED)/u,
    text: 'The API broke the connection off.',
    wasNotSent: false,
  },
];

/** A failed connection in words, its details for the log. What ended the call keeps its own reason. */
function unreachable(error: unknown, { signal }: Pick<Sending, 'signal'>): unknown {
  if (signal.aborted) return signal.reason;
  const code = codeOf(error);
  const { text, wasNotSent } = troubles.find((each) => each.code.test(code)) ?? {
    text: 'The call to the API failed.',
    wasNotSent: false,
  };
  return new CallFailure({ reason: 'unreachable', text, wasNotSent, details: { causes: causesOf(error) } });
}
