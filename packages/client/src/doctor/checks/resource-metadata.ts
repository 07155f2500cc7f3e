/** Whether a host finds out which authorization server to ask, and for which resource (RFC 9728). */
import { protectedResourceMetadataSchema } from '@granthouse/protocol';
import { clipped, hostsWhich, memberOf, said } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';
import { keyGetsIn } from './given-key.ts';
import { documentPath, leadsNowhere, noResourceMetadata, webPage } from './published/no-resource-metadata.ts';
import { emptyListsFound, membersRemedy, readDocument, type WrongDocument } from './published/read-document.ts';
import { documentsOf, isMetadata } from './published/resource-documents.ts';

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
    if (documents.found) {
      probe.learned.way = 'oauth';
      return [];
    }
    // What names OAuth all the same is judged by credential.wrong-key.
    if (await keyGetsIn(probe)) return takesKeys(probe);
    return noResourceMetadata(documents, probe);
  },
};

function takesKeys({ learned }: Probe): [] {
  learned.way = 'credential';
  return [];
}

/** What builds on the metadata goes on with those that were found. */
const asNamed: Check = {
  id: 'resource-metadata.named',
  section: 'RFC 9728 §5.1',
  asks: 'Is it at the very place that the challenge names?',
  after: ['resource-metadata.found'],
  unless: unlessOAuth,
  async judge(probe) {
    const { where, found: elsewhere, named: there } = await documentsOf(probe);
    if (where === undefined || !elsewhere || elsewhere === there) return [];
    const { seen, ...rest } = leadsNowhere(where, there);
    const remedy = `Name ${elsewhere.url} in the challenge, where the metadata is.`;
    return [{ ...rest, seen: `${seen}, and the metadata is at ${elsewhere.url}`, remedy }];
  },
};

const valid: Check = {
  id: 'resource-metadata.valid',
  section: 'RFC 9728 §2 and §3.2',
  asks: 'Is the metadata of the resource valid?',
  after: ['resource-metadata.found'],
  unless: unlessOAuth,
  async judge(probe) {
    const document = (await documentsOf(probe)).found;
    if (!document) return [];
    const read = readDocument(document, protectedResourceMetadataSchema);
    if ('wrong' in read) return [invalid(read)];
    probe.learned.resourceMetadata = read.data;
    const empties = emptyListsFound(document.url, read.empty, 'mcp-server');
    const type = document.headers.get('content-type') ?? 'nothing';
    return isJson.test(type) ? empties : [...empties, mistyped(type)];
  },
};

const isJson = /^application\/(?:[\w.+-]+\+)?json\b/i;

const invalid = (read: WrongDocument): Found => ({
  seen: read.wrong,
  expected: 'a JSON document with resource and authorization_servers',
  remedy: membersRemedy(read),
  fault: 'mcp-server',
  severity: 'problem',
});

const mistyped = (type: string): Found => ({
  seen: `the metadata of the resource comes as ${clipped(type)}`,
  expected: 'application/json',
  remedy: 'Send it as application/json.',
  fault: 'mcp-server',
  severity: 'warning',
});

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
    const { path, root, named, found: one } = await documentsOf(probe);
    if (!one) return [];
    const others = [path, root].filter((each) => each.url !== named?.url);
    const common = { fault: 'mcp-server' as const, expected: 'the same metadata, or 404' };
    const page = others.find((each) => each.status === 200 && !isMetadata(each));
    if (page) return [{ ...webPage(page), severity: 'warning' }];
    const other = others.find((each) => isMetadata(each) && !isSameMetadata(each, one));
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
      : [{ ...common, expected: 'the same metadata there, too', seen, remedy, severity: 'warning', hosts }];
  },
};

/** A document at the root may be of the whole origin: its servers count. */
const isSameMetadata = (one: Exchange, other: Exchange) =>
  JSON.stringify(memberOf(one.json, 'authorization_servers')) ===
  JSON.stringify(memberOf(other.json, 'authorization_servers'));

export const resourceMetadataChecks: readonly Check[] = [found, asNamed, valid, authorizationServers, everyForm];
