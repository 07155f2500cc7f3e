/** The rules for a client id that is the URL of a document, and for the document (Client ID Metadata Document, §3 and §4). */
import { publicUrlProblem } from '../fetching/public-url.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { KeySet } from './client-keys.ts';
import { isSecretMethod } from './client-secret.ts';
import { normaliseClientMetadata, saidByClient, type ClientMetadata, type NormalisingPolicy } from './normalise.ts';
import { usableKeys } from './usable-keys.ts';

const longestClientId = 512;

/** Throws a Refusal. */
export function judgeClientIdUrl(clientId: string): void {
  const problem = clientIdUrlProblem(clientId);
  if (problem !== undefined) throw new Refusal('document.wrong', `the client_id ${problem}`);
}

function clientIdUrlProblem(clientId: string): string | undefined {
  if (clientId.length > longestClientId) return `is longer than ${longestClientId} characters`;
  const problem = publicUrlProblem(clientId);
  if (problem !== undefined) return problem;
  if (clientId.includes('?')) return 'has a query';
  return new URL(clientId).pathname === '/' ? 'has no path' : undefined;
}

/** What a document may register: it is public, so it shares no secret, and its address is known, so its keys may be named by theirs. */
export function documentPolicy(policy: NormalisingPolicy): NormalisingPolicy {
  const methods = policy.clientAuthenticationMethods.filter((method) => !isSecretMethod(method));
  return { ...policy, clientAuthenticationMethods: methods, keysByAddress: true };
}

/** The normalised metadata. Throws a Refusal. */
export function judgeDocument(document: unknown, clientId: string, policy: NormalisingPolicy): ClientMetadata {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) refuse('is not a JSON object');
  const members = document as ClientMetadata;
  if (members['client_id'] !== clientId) refuse('is that of another client_id');
  for (const secret of ['client_secret', 'client_secret_expires_at']) {
    if (Object.hasOwn(members, secret)) refuse(`has a ${secret}, although everyone can read it`);
  }
  const name = members['client_name'];
  if (typeof name !== 'string' || name.trim() === '') refuse('has no client_name');
  // RFC 7591 §2 says client_secret_basic when it says nothing, which no document can mean.
  const method = members['token_endpoint_auth_method'] || 'none';
  const said = { ...saidByClient(members), client_id: clientId, token_endpoint_auth_method: method };
  const metadata = normaliseClientMetadata(said, documentPolicy(policy));
  const keys = metadata['jwks'] as KeySet | undefined;
  return keys === undefined ? metadata : { ...metadata, jwks: usableKeys(keys) };
}

function refuse(problem: string): never {
  throw new Refusal('document.wrong', `the metadata document ${problem}`);
}
