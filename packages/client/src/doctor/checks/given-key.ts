/** The key or the headers that the person gave the doctor (RFC 6750 §2.1). */
import { firstRequest } from '../answers.ts';
import type { Exchange, Probe } from '../probe.ts';

export const isKey = ({ credential: { kind } }: Probe): boolean => kind === 'api-key' || kind === 'headers';

/** The first request again, with what the person was given. */
export async function withCredential({ ask, endpoint, credential }: Probe): Promise<Exchange> {
  return ask(endpoint, { ...firstRequest, headers: { ...firstRequest.headers, ...(await credential.fields()) } });
}

/** Whether a key or headers were given, and get in: then the server may well have no other way. */
export const keyGetsIn = async (probe: Probe): Promise<boolean> =>
  isKey(probe) && (await withCredential(probe)).status < 300;
