/** Why no metadata of a resource is found: a page in its place, another place, an older revision, or nothing at all (RFC 9728 §3.1). */
import { asJson, clipped, isDocument, memberOf, said } from '../../answers.ts';
import type { Found } from '../../check.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { troubleOf } from '../../trouble.ts';
import { bearerOf } from '../challenge.ts';
import { isPageInstead, pageInstead } from './page-instead.ts';
import { type Documents, isMetadata } from './resource-documents.ts';

/** Nothing where the server may well have no OAuth. */
export async function noResourceMetadata(
  { where, named, trouble, path, root }: Documents,
  probe: Probe,
): Promise<readonly Found[]> {
  if (trouble) return [{ ...troubleOf(trouble), fault: 'mcp-server' }];
  if (where !== undefined) return [leadsNowhere(where, named)];
  const page = [path, root].find(isPageInstead);
  return page ? [webPage(page)] : unnamed(probe);
}

export const leadsNowhere = (where: string, named: Exchange | undefined): Found => ({
  seen: `the challenge names ${clipped(where, 300)}, which ${named ? `was answered ${said(named)}` : 'is no URL'}`,
  expected: '200 with the metadata of the resource, as JSON',
  remedy: remedyAt(named),
  fault: 'mcp-server',
  severity: 'problem',
});

function remedyAt(named: Exchange | undefined): string {
  if (!named) return 'Name the metadata by its whole URL.';
  if (named.status === 401 || named.status === 403) {
    return 'Serve the metadata there without a credential: hosts read it before they have one.';
  }
  return isPageInstead(named)
    ? pageInstead(named, '').remedy
    : 'Serve the metadata of the resource there; a server of keys alone names none.';
}

export const webPage = (page: Exchange): Found => ({
  ...pageInstead(page, 'the metadata of the resource'),
  fault: 'mcp-server',
});

/** At places where nobody looks, as an older host would, or not at all. */
async function unnamed(probe: Probe): Promise<readonly Found[]> {
  const { endpoint, ask, learned } = probe;
  const expected = `metadata at ${new URL(documentPath(endpoint), endpoint).href}`;
  const common = { expected, fault: 'mcp-server' as const };
  const appended = new URL(`${endpoint.pathname.replace(/\/$/, '')}/.well-known/oauth-protected-resource`, endpoint);
  const misplaced = await ask(appended, asJson);
  if (isMetadata(misplaced)) {
    const remedy = `Serve it at ${documentPath(endpoint)}: the path of the resource comes last (RFC 9728 §3.1).`;
    return [{ ...common, seen: `the metadata is at ${appended.pathname}`, remedy, severity: 'problem' }];
  }
  const server = await ask(new URL('/.well-known/oauth-authorization-server', endpoint), asJson);
  const isOld = isDocument(server) && memberOf(server.json, 'authorization_endpoint') !== undefined;
  if (isOld) {
    learned.way = 'oauth';
    const seen = 'the server names its authorization server only as MCP 2025-03-26 did, at its own origin';
    const remedy = 'Publish the metadata of the resource, which names the authorization server.';
    return [{ ...common, seen, remedy, severity: 'warning' }];
  }
  learned.way = 'credential';
  if (learned.challenge && bearerOf(learned.challenge)?.parameters['scope'] === undefined) return [];
  const seen = 'the challenge asks for a scope, and no metadata of the resource is found';
  return [{ ...common, seen, remedy: 'Publish the metadata, and name it in the challenge.', severity: 'problem' }];
}

export const documentPath = ({ pathname }: URL) =>
  `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
