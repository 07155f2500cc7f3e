/** Why nothing answered, in words: the code of the system says it, its message may hold what nobody should read. */
import { RefusedAddress } from '@granthouse/network';
import { ClientError } from '../client-error.ts';
import { shownProxy } from './proxies.ts';
import { shown } from './reach.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  ENODATA: 'its name leads to no address',
  EAI_AGAIN: 'its name could not be looked up',
  ESERVFAIL: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it ended the connection',
  UND_ERR_SOCKET: 'it ended the connection',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  // Of undici alone: whoever stops a request has a reason without a code.
  UND_ERR_ABORTED: 'the proxy does not lead there, or asks who you are',
  EPROTO: 'it does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that nobody knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without the ones between it and its authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes without the ones between it and its authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** `proxy`: the one that it was asked through. */
export function unreachable(url: URL, error: unknown, proxy?: URL): ClientError {
  const causes = causesOf(error);
  const where = { url: shown(url), cause: error };
  if (causes.some((cause) => cause instanceof RefusedAddress)) {
    return new ClientError('not_allowed', `${url.host} does not lead to a place on the internet`, where);
  }
  const codes = causes.map((cause) => (cause as { code?: unknown }).code).filter((code) => typeof code === 'string');
  if (codes.some((code) => /TIMEOUT|ETIMEDOUT/.test(code))) {
    return new ClientError('timed_out', `${url.host} did not answer in time`, where);
  }
  if (codes.some((code) => /HEADER_?S?_OVERFLOW/.test(code))) {
    return new ClientError('too_large', `${url.host} answers with headers that are too long`, where);
  }
  if (codes.includes('UND_ERR_RES_EXCEEDED_MAX_SIZE')) {
    return new ClientError('too_large', `${url.host} answers more than anybody has to bear`, where);
  }
  const reason = codes.map((code) => reasons[code]).find(Boolean) ?? codes[0] ?? 'no answer';
  const way = proxy ? ` through the proxy ${shownProxy(proxy)}` : '';
  return new ClientError('unreachable', `${url.host} can't be reached${way}: ${reason}`, where);
}

/** The error and what caused it: what says most is often a few causes down. */
export function causesOf(error: unknown): readonly object[] {
  const causes: object[] = [];
  for (let each: unknown = error; typeof each === 'object' && each !== null && causes.length < 8;) {
    causes.push(each);
    each = (each as { cause?: unknown }).cause;
  }
  return causes;
}
