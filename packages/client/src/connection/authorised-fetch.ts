/** The fetch of one connection: it shows the credential to the endpoint alone, and asks once more when that was renewed. */
import { parseChallenges } from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import type { Credential } from '../credentials/credential.ts';
import type { HeaderFields } from '../credentials/header-fields.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { shown } from '../network/reach.ts';

interface Bound {
  readonly endpoint: URL;
  readonly credential: Credential;
  readonly fetch: Fetch;
}

export function authorisedFetch({ endpoint, credential, fetch }: Bound): Fetch {
  return async (input, init = {}) => {
    const url = new URL(input);
    if (url.href !== endpoint.href) throw new ClientError('not_allowed', `${shown(url)} is not this connection`);
    const asked = async (): Promise<{ fields: HeaderFields; response: Response }> => {
      const fields = await credential.fields();
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(fields)) headers.set(name, value);
      return { fields, response: await fetch(url, { ...init, headers }) };
    };
    const first = await asked();
    if (!isRefusal(first.response)) return answered(url, first.response);
    await credential.refused(await refusalOf(first));
    const second = await asked();
    if (!isRefusal(second.response)) return answered(url, second.response);
    await second.response.body?.cancel();
    throw new ClientError('credential_refused', 'the server refuses what it has just issued', { status: 401 });
  };
}

const isRefusal = ({ status }: Response) => status === 401 || status === 403;

async function refusalOf({ fields, response }: { fields: HeaderFields; response: Response }) {
  await response.body?.cancel();
  const header = response.headers.get('www-authenticate');
  const challenges = header === null ? [] : parseChallenges(header);
  return { status: response.status as 401 | 403, challenges, shown: fields };
}

/** A credential follows no redirect. */
async function answered(url: URL, response: Response): Promise<Response> {
  if (response.status < 300 || response.status > 399) return response;
  await response.body?.cancel();
  throw new ClientError('redirected', `${shown(url)} sends elsewhere`, { status: response.status });
}
