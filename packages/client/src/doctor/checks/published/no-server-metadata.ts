/** Why no metadata of an authorization server is found: a page in its place, another place, or nothing at all (RFC 8414 §3.1). */
import { asJson, isDocument, said } from '../../answers.ts';
import type { Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { isPageInstead, pageInstead } from './page-instead.ts';
import type { ServerDocuments } from './server-documents.ts';

const fault = 'authorization-server';

/** Nothing where a document is found. */
export async function noServerMetadata({ issuer, places, found }: ServerDocuments, { ask }: Probe): Promise<Found[]> {
  if (found) return [];
  const [first] = places;
  const common = { fault, severity: 'problem', expected: `metadata at ${first?.url ?? issuer}` } as const;
  const page = places.find(isPageInstead);
  if (page) return [{ ...pageInstead(page, 'the metadata of the authorization server'), fault }];
  const appended = await ask(`${issuer.replace(/\/$/, '')}/.well-known/oauth-authorization-server`, asJson);
  if (isDocument(appended)) {
    const remedy = 'Serve it with the path of the issuer at the end (RFC 8414 §3.1).';
    return [{ ...common, seen: `the metadata of ${issuer} is at ${appended.url}`, remedy }];
  }
  const seen = `${issuer} publishes no metadata: GET ${first?.url ?? ''} was answered ${first ? said(first) : 'not'}`;
  return [{ ...common, seen, remedy: 'Publish the metadata, or name the right issuer in authorization_servers.' }];
}
