/** A way in for the checks of tools: as whoever signed in, with what was given, or with nothing where nothing is asked for. */
import { connect, type Connection, type ListedTool, type ToolResult } from '../../../connection/connection.ts';
import type { AuthorizationKeeper } from '../../../credentials/authorization-keeper.ts';
import { oauthCredential } from '../../../credentials/oauth.ts';
import type { Credential } from '../../../credentials/credential.ts';
import { signInNeeded } from '../../../credentials/sign-in-needed.ts';
import type { Probe } from '../../probe.ts';

export interface ToolCall {
  readonly tool: string;
  readonly result: ToolResult;
}

export function noWayIn({ learned, credential }: Probe): string | undefined {
  if (learned.isRefused) return 'the key or the headers that were given do not get in';
  if (learned.way === 'open' || learned.authorization || credential.kind !== 'none') return undefined;
  return 'nothing that gets in was given: nobody signed in, and there is no key';
}

/** Closes the connection after the work. Throws ClientError. */
export async function connected<T>(probe: Probe, work: (connection: Connection) => Promise<T>): Promise<T> {
  const { endpoint, fetch } = probe;
  const connection = await connect(endpoint, { credential: credentialOf(probe), fetch, name: 'granthouse-doctor' });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Renewed where it has to be, and the newest is left for those that come after. */
export function credentialOf({ learned, credential, fetch, now }: Probe): Credential {
  if (!learned.authorization || credential.kind !== 'none') return credential;
  const keeper: AuthorizationKeeper = {
    load: () => Promise.resolve(learned.authorization),
    save(authorization) {
      if (authorization) learned.authorization = authorization;
      else delete learned.authorization;
      return Promise.resolve();
    },
    async renew(change) {
      if (!learned.authorization) throw signInNeeded();
      return (learned.authorization = await change(learned.authorization));
    },
  };
  return oauthCredential({ keeper, fetch, now });
}

/** Calling it changes nothing, and nothing has to be known for it. */
export function isHarmless({ annotations, inputSchema }: ListedTool): boolean {
  const required = inputSchema['required'];
  const needsNothing = required === undefined || (Array.isArray(required) && required.length === 0);
  return annotations?.['readOnlyHint'] === true && annotations['destructiveHint'] !== true && needsNothing;
}
