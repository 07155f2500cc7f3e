/** What a server asks for, found out by asking it, before anything is added. */
import { ClientError } from '../client-error.ts';
import { connect } from '../connection/connection.ts';
import { noCredential } from '../credentials/credential.ts';
import { discover } from '../discovery/discover.ts';
import { wayToRegister } from '../registration/register.ts';
import { askUnauthorized } from '../sign-in/ask-unauthorized.ts';
import type { Detected, Person } from './connections.ts';
import { throwProblems } from './field-problems.ts';
import { addressProblem } from './new-connection.ts';
import { requireAdmin } from './permission.ts';
import type { Registry } from './registry.ts';

/** Throws FieldProblem for the address, and the ClientError that says why nobody can connect there. */
export async function detectAuthentication(registry: Registry, by: Person, address: string): Promise<Detected> {
  requireAdmin(by, 'ask other servers');
  const { options, fetch } = registry;
  const text = address.trim();
  const problem = addressProblem(text, options);
  throwProblems(problem === undefined ? {} : { url: problem });
  const endpoint = new URL(text);
  const { redirectUri } = options;
  if (await isOpen(registry, endpoint)) return { asks: 'none', redirectUri };
  const { challenges } = await askUnauthorized(endpoint, fetch);
  const isTold = challenges.some(({ parameters }) => parameters['resource_metadata'] !== undefined);
  try {
    const { server } = await discover(endpoint, { fetch, challenges });
    const { clientName: name, metadataUrl } = options;
    const way = wayToRegister(server, { name, redirectUri, ...(metadataUrl !== undefined && { metadataUrl }) });
    return { asks: way === undefined ? 'oauth-client-needed' : 'oauth-ready', issuer: server.issuer, redirectUri };
  } catch (error) {
    // Where nobody spoke of OAuth, what lies at its addresses says nothing.
    if (isTold || !(error instanceof ClientError)) throw error;
    return { asks: 'credential', redirectUri };
  }
}

/** Some let everyone in, and ask only who wants the tools. */
async function isOpen({ fetch, options }: Registry, endpoint: URL): Promise<boolean> {
  try {
    const connection = await connect(endpoint, { credential: noCredential, fetch, name: options.clientName });
    try {
      await connection.tools();
      return true;
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (error instanceof ClientError && (error.code === 'credential_refused' || error.code === 'forbidden'))
      return false;
    throw error;
  }
}
