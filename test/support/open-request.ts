/** A request that is still open: the server works on it, and its body is on its way. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

export interface OpenRequest {
  /** Sends the body; the status of the answer. */
  finish(): Promise<number | undefined>;
}

/** Resolves when the server has read the head and said so (RFC 9110 §10.1.1). */
export async function openRequest(url: string, headers: Record<string, string>, body: string): Promise<OpenRequest> {
  const length = String(Buffer.byteLength(body));
  const outgoing = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': length, expect: '100-continue' },
    agent: false,
  });
  outgoing.flushHeaders();
  await once(outgoing, 'continue');
  return {
    async finish() {
      outgoing.end(body);
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    },
  };
}

/** A refresh at an authorization server, which will be refused: 401. */
export function openTokenRequest(issuer: string): Promise<OpenRequest> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return openRequest(`${issuer}/token`, type, 'grant_type=refresh_token&client_id=nobody&refresh_token=none');
}
