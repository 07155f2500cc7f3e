/** Whether a host can use the authorization server that the resource names (RFC 8414). */
import {
  authorizationServerMetadataSchema,
  type AuthorizationServerMetadata,
  isLoopbackHost,
} from '@granthouse/protocol';
import { clipped, memberOf } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';
import { certificateFaults } from './network.ts';
import { noServerMetadata } from './published/no-server-metadata.ts';
import { emptyListsFound, membersRemedy, readDocument } from './published/read-document.ts';
import { issuerOf, serverDocumentsOf } from './published/server-documents.ts';
import { unlessOAuth } from './resource-metadata.ts';

const fault = 'authorization-server';

/** Of the server that hosts take: the first that the resource names. */
const documentsOf = (probe: Probe) => serverDocumentsOf(issuerOf(probe), probe);

const certificate: Check = {
  id: 'server-metadata.certificate',
  section: 'RFC 9110 §4.3.4',
  asks: 'Is the certificate of the authorization server trusted, complete, for its name, and good for two weeks or more?',
  after: ['resource-metadata.authorization-servers'],
  unless: unlessOAuth,
  judge: (probe) => certificateFaults(new URL(issuerOf(probe)), probe),
};

const found: Check = {
  id: 'server-metadata.found',
  section: 'RFC 8414 §3.1; OpenID Connect Discovery 1.0 §4',
  asks: 'Is the metadata of the authorization server where hosts look for it?',
  after: ['server-metadata.certificate'],
  unless: unlessOAuth,
  judge: async (probe) => noServerMetadata(await documentsOf(probe), probe),
};

const issuer: Check = {
  id: 'server-metadata.issuer',
  section: 'RFC 8414 §3.3',
  asks: 'Does the metadata belong to the issuer that the resource names, to the letter?',
  after: ['server-metadata.found'],
  unless: unlessOAuth,
  async judge(probe) {
    const { issuer: named, found: there } = await documentsOf(probe);
    return probe.learned.resourceMetadata
      ? otherIssuer(named, there?.json, probe)
      : otherThanOrigin(named, there?.json);
  },
};

/** Of a server that nobody named, because it is at the origin. */
function otherThanOrigin(origin: string, document: unknown): Found[] {
  const written = String(memberOf(document, 'issuer'));
  if (written === origin || written === `${origin}/`) return [];
  const named = `the metadata of the resource, with ${clipped(written)} in authorization_servers`;
  const remedy = URL.canParse(written) ? `Publish ${named}.` : `Say ${origin} there.`;
  const seen = `the authorization server at ${origin} says that its issuer is ${clipped(written)}`;
  return [{ seen, expected: `issuer ${origin}`, remedy, fault, severity: 'problem' }];
}

/** Nothing where the document is of this issuer. */
export async function otherIssuer(named: string, document: unknown, probe: Probe): Promise<Found[]> {
  const written = String(memberOf(document, 'issuer'));
  if (written === named) return [];
  const isSlash = written.replace(/\/$/, '') === named.replace(/\/$/, '');
  const common = {
    seen: `the resource names ${clipped(named, 300)}, whose metadata says ${clipped(written, 300)}`,
    expected: `issuer ${named}`,
    severity: 'problem' as const,
  };
  if (isSlash || (await isIssuer(written, probe))) {
    const remedy = `Write ${clipped(written, 300)} in authorization_servers, to the letter${isSlash ? ': the slash at its end counts' : ''}.`;
    return [{ ...common, remedy, fault: 'mcp-server' }];
  }
  const remedy = `Tell the authorization server that its issuer is ${clipped(named, 300)}.`;
  return [{ ...common, remedy, fault }];
}

/** Whether it publishes metadata of its own: then the resource names it by another of its names. */
async function isIssuer(written: string, probe: Probe): Promise<boolean> {
  if (!URL.canParse(written)) return false;
  const { found: own } = await serverDocumentsOf(written, probe).catch(() => ({ found: undefined }));
  return memberOf(own?.json, 'issuer') === written;
}

const endpoints: Check = {
  id: 'server-metadata.endpoints',
  section: 'RFC 8414 §2; OAuth 2.1 §1.5',
  asks: 'Are its endpoints https addresses?',
  after: ['server-metadata.issuer'],
  unless: unlessOAuth,
  judge: async (probe) => endpointsInClear((await documentsOf(probe)).found?.json),
};

const namesOfEndpoints = [
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
] as const;

export function endpointsInClear(document: unknown): Found[] {
  return namesOfEndpoints.flatMap((name) => {
    const url = memberOf(document, name);
    // On one machine, http is the development's own.
    if (typeof url !== 'string' || !/^http:/i.test(url) || !URL.canParse(url)) return [];
    if (isLoopbackHost(new URL(url).hostname)) return [];
    const remedy = `Publish ${name} by https:; behind a proxy, tell the server its address on the internet.`;
    return [{ seen: `${name} is ${clipped(url)}`, expected: 'https:', remedy, fault, severity: 'problem' as const }];
  });
}

const valid: Check = {
  id: 'server-metadata.valid',
  section: 'RFC 8414 §2 and §3.2',
  asks: 'Is the metadata of the authorization server valid?',
  after: ['server-metadata.endpoints'],
  unless: unlessOAuth,
  async judge(probe) {
    const { found: there } = await documentsOf(probe);
    if (!there) return [];
    const read = readDocument(there, authorizationServerMetadataSchema);
    if ('wrong' in read) {
      const expected = 'issuer, authorization_endpoint, token_endpoint and response_types_supported';
      return [{ seen: read.wrong, expected, remedy: membersRemedy(read), fault, severity: 'problem' }];
    }
    probe.learned.servers = [read.data];
    return emptyListsFound(there.url, read.empty, fault);
  },
};

export const serverOf = ({ learned }: Probe) => learned.servers?.[0] as AuthorizationServerMetadata;

export const serverMetadataChecks: readonly Check[] = [certificate, found, issuer, endpoints, valid];
