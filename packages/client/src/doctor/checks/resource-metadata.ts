/** Whether a host finds out which authorization server to ask, and for which resource (RFC 9728). */
import { protectedResourceMetadataSchema } from '@granthouse/protocol';
import { asJson, clipped, hostsWhich, isDocument, isWebPage, memberOf, said } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';
import { troubleOf } from '../trouble.ts';
import { bearerOf } from './challenge.ts';
import { keyGetsIn } from './credential.ts';
import { emptyListsFound, withoutEmptyLists } from './empty-lists.ts';
import { documentsOf, isMetadata } from './resource-documents.ts';

/** Why nothing of OAuth can be judged. */
export const unlessOAuth = ({ learned }: Probe): string | undefined => {
  if (learned.way === 'open') return 'the server asks for no credential';
  return learned.way === 'oauth' ? undefined : 'the server names no authorization server: it takes a key or headers';
};

const found: Check = {
  id: 'resource-metadata.found',
  section: 'RFC 9728 §3.1',
  asks: 'Is the metadata of the resource where hosts look for it?',
  after: ['challenge.resource-metadata'],
  async judge(probe) {
    const documents = await documentsOf(probe);
    const { named, trouble } = documents;
    if (documents.found) {
      probe.learned.way = 'oauth';
      return [];
    }
    // What names OAuth all the same is judged by credential.wrong-key.
    if (await keyGetsIn(probe)) return takesKeys(probe);
    if (trouble) return [{ ...troubleOf(trouble), fault: 'mcp-server' }];
    if (documents.where !== undefined) return [leadsNowhere(documents.where, named)];
    const page = [documents.path, documents.root].find(isWebPage);
    if (page && page.status === 200) return [webPage(page)];
    return notFound(probe);
  },
};

function takesKeys({ learned }: Probe): [] {
  learned.way = 'credential';
  return [];
}

const leadsNowhere = (where: string, named: Exchange | undefined): Found => ({
  seen: `the challenge names ${clipped(where)}, which ${named ? `was answered ${said(named)}` : 'is no URL'}`,
  expected: '200 with the metadata of the resource, as JSON',
  remedy: 'Serve the metadata there, without a credential, or name the place where it is.',
  fault: 'mcp-server',
  severity: 'problem',
});

const webPage = (page: Exchange): Found => ({
  seen: `GET ${new URL(page.url).pathname} was answered ${said(page)}`,
  expected: 'the metadata of the resource as JSON, or 404',
  remedy: 'Keep the catch-all of your web app away from /.well-known/: hosts take its page for metadata, and stop.',
  fault: 'mcp-server',
  severity: 'problem',
});

/** At places where nobody looks, as an older host would, or not at all. */
async function notFound(probe: Probe): Promise<readonly Found[]> {
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

const documentPath = ({ pathname }: URL) => `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;

const valid: Check = {
  id: 'resource-metadata.valid',
  section: 'RFC 9728 §2 and §3.2',
  asks: 'Is the metadata of the resource valid?',
  after: ['resource-metadata.found'],
  unless: unlessOAuth,
  async judge(probe) {
    const document = (await documentsOf(probe)).found;
    if (!document) return [];
    const { filled, empty } = withoutEmptyLists(document.json);
    const { success, data, error } = protectedResourceMetadataSchema.safeParse(filled);
    const common = {
      fault: 'mcp-server' as const,
      expected: 'a JSON document with resource and authorization_servers',
    };
    if (!success) {
      const [issue] = error.issues;
      const seen = `${new URL(document.url).pathname} is not valid: ${issue?.path.join('.') ?? ''} ${clipped(issue?.message ?? '')}`;
      return [
        {
          ...common,
          seen,
          remedy: 'Mend this member; behind a proxy that ends TLS, tell the server its https address.',
          severity: 'problem',
        },
      ];
    }
    probe.learned.resourceMetadata = data;
    const type = document.headers.get('content-type') ?? 'nothing';
    const empties = emptyListsFound(document.url, empty, 'mcp-server');
    if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) return empties;
    const seen = `the metadata of the resource comes as ${clipped(type)}`;
    return [
      ...empties,
      { ...common, seen, expected: 'application/json', remedy: 'Send it as application/json.', severity: 'warning' },
    ];
  },
};

const authorizationServers: Check = {
  id: 'resource-metadata.authorization-servers',
  section: 'MCP 2025-11-25, authorization server location',
  asks: 'Does the metadata of the resource name an authorization server?',
  after: ['resource-metadata.valid'],
  unless: unlessOAuth,
  async judge({ learned }) {
    if (!learned.resourceMetadata || learned.resourceMetadata.authorization_servers) return [];
    return [
      {
        seen: 'the metadata of the resource names no authorization server',
        expected: 'authorization_servers with the issuer',
        remedy: 'Name the issuer in authorization_servers.',
        fault: 'mcp-server',
        severity: 'problem',
      },
    ];
  },
};

const everyForm: Check = {
  id: 'resource-metadata.every-form',
  section: 'RFC 9728 §3.1; MCP 2025-11-25, authorization server discovery',
  asks: 'Do hosts that never read the challenge find the same metadata?',
  after: ['resource-metadata.valid'],
  unless: unlessOAuth,
  async judge(probe) {
    const documents = await documentsOf(probe);
    const { path, root, named } = documents;
    const others = [path, root].filter((each) => each.url !== named?.url);
    const common = { fault: 'mcp-server' as const, expected: 'the same metadata, or 404' };
    const page = others.find((each) => each.status === 200 && !isMetadata(each));
    if (page) return [{ ...webPage(page), severity: 'warning' }];
    const other = others.find((each) => isMetadata(each) && !isSameMetadata(each, documents.found));
    if (other) {
      const seen = `${new URL(other.url).pathname} tells of other servers than the metadata that the challenge names`;
      return [{ ...common, seen, remedy: 'Serve one document at every place.', severity: 'warning' }];
    }
    if (isMetadata(path) || isMetadata(root)) return [];
    const seen = `the metadata is found by the challenge alone: ${documentPath(probe.endpoint)} was answered ${said(path)}`;
    const hosts = hostsWhich(probe, ({ discovery }) => discovery.uses_challenge === 'no');
    const remedy = `Serve it at ${documentPath(probe.endpoint)} as well.`;
    return hosts.length === 0
      ? []
      : [{ ...common, expected: 'it there, too', seen, remedy, severity: 'warning', hosts }];
  },
};

/** A document at the root may be of the whole origin: its servers count. */
const isSameMetadata = (one: Exchange, other: Exchange | undefined) =>
  JSON.stringify(memberOf(one.json, 'authorization_servers')) ===
  JSON.stringify(memberOf(other?.json, 'authorization_servers'));

export const resourceMetadataChecks: readonly Check[] = [found, valid, authorizationServers, everyForm];
