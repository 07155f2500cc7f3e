/** Whether a host can use the authorization server that the resource names (RFC 8414, RFC 9207, RFC 7636). */
import {
  authorizationServerMetadataSchema,
  authorizationServerMetadataUrls,
  type AuthorizationServerMetadata,
  isLoopbackHost,
} from '@granthouse/protocol';
import { asJson, clipped, isDocument, isWebPage, memberOf, said } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Exchange, Probe } from '../probe.ts';
import { emptyListsFound, withoutEmptyLists } from './empty-lists.ts';
import { certificateFaults } from './network.ts';
import { unlessOAuth } from './resource-metadata.ts';

const fault = 'authorization-server';

/** Without metadata of the resource, the server is at the origin (MCP 2025-03-26). */
const issuerOf = ({ learned, endpoint }: Probe): string =>
  learned.resourceMetadata?.authorization_servers?.[0] ?? endpoint.origin;

async function placesOf(issuer: string, { ask }: Probe): Promise<Exchange[]> {
  const places: Exchange[] = [];
  for (const url of authorizationServerMetadataUrls(issuer)) places.push(await ask(url, asJson));
  return places;
}

/** The one that a host takes: the first that is there. */
const documentOf = async (probe: Probe): Promise<unknown> =>
  (await placesOf(issuerOf(probe), probe)).find(isDocument)?.json;

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
  async judge(probe) {
    const issuer = issuerOf(probe);
    const places = await placesOf(issuer, probe);
    if (places.some(isDocument)) return [];
    const [first] = places;
    const common = { fault, severity: 'problem', expected: `metadata at ${first?.url ?? issuer}` } as const;
    const page = places.find((each) => each.status === 200 && isWebPage(each));
    if (page) {
      const remedy = 'Keep the catch-all of the web app away from /.well-known/, and serve the metadata there.';
      return [{ ...common, seen: `GET ${page.url} was answered ${said(page)}`, remedy }];
    }
    const appended = await probe.ask(`${issuer.replace(/\/$/, '')}/.well-known/oauth-authorization-server`, asJson);
    if (isDocument(appended)) {
      const remedy = 'Serve it with the path of the issuer at the end (RFC 8414 §3.1).';
      return [{ ...common, seen: `the metadata of ${issuer} is at ${appended.url}`, remedy }];
    }
    const seen = `${issuer} publishes no metadata: GET ${first?.url ?? ''} was answered ${first ? said(first) : 'not'}`;
    return [{ ...common, seen, remedy: 'Publish the metadata, or name the right issuer in authorization_servers.' }];
  },
};

const issuer: Check = {
  id: 'server-metadata.issuer',
  section: 'RFC 8414 §3.3',
  asks: 'Does the metadata belong to the issuer that the resource names, to the letter?',
  after: ['server-metadata.found'],
  unless: unlessOAuth,
  async judge(probe) {
    const named = issuerOf(probe);
    const written = String(memberOf(await documentOf(probe), 'issuer'));
    if (written === named || (!probe.learned.resourceMetadata && written === `${named}/`)) return [];
    const isSlash = written.replace(/\/$/, '') === named.replace(/\/$/, '');
    return [
      {
        seen: `the resource names ${clipped(named)}, whose metadata says ${clipped(written)}`,
        expected: `issuer ${named}`,
        remedy: isSlash
          ? 'Write the issuer alike in both documents: the slash at its end counts.'
          : 'Name in authorization_servers the issuer that the metadata says, or mend the metadata.',
        fault: isSlash ? 'mcp-server' : fault,
        severity: 'problem',
      },
    ];
  },
};

const endpoints: Check = {
  id: 'server-metadata.endpoints',
  section: 'RFC 8414 §2; OAuth 2.1 §1.5',
  asks: 'Are its endpoints https addresses?',
  after: ['server-metadata.issuer'],
  unless: unlessOAuth,
  async judge(probe) {
    const document = await documentOf(probe);
    const names = ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'];
    return names.flatMap((name) => {
      const url = memberOf(document, name);
      // On one machine, http is the development's own.
      if (typeof url !== 'string' || !/^http:/i.test(url) || !URL.canParse(url)) return [];
      if (isLoopbackHost(new URL(url).hostname)) return [];
      const remedy = `Publish ${name} by https:; behind a proxy, tell the server its address on the internet.`;
      return [{ seen: `${name} is ${clipped(url)}`, expected: 'https:', remedy, fault, severity: 'problem' as const }];
    });
  },
};

const valid: Check = {
  id: 'server-metadata.valid',
  section: 'RFC 8414 §2 and §3.2',
  asks: 'Is the metadata of the authorization server valid?',
  after: ['server-metadata.endpoints'],
  unless: unlessOAuth,
  async judge(probe) {
    const document = (await placesOf(issuerOf(probe), probe)).find(isDocument);
    const { filled, empty } = withoutEmptyLists(document?.json);
    const { success, data, error } = authorizationServerMetadataSchema.safeParse(filled);
    if (success) {
      probe.learned.servers = [data];
      return document ? emptyListsFound(document.url, empty, fault) : [];
    }
    const [{ path, message } = { path: [], message: '' }] = error.issues;
    const member = path.join('.');
    const isMissing = path.length === 1 && memberOf(document?.json, member) === undefined;
    return [
      {
        seen: `${document?.url ?? ''} ${isMissing ? `has no ${member}` : `is not valid: ${member} ${clipped(message)}`}`,
        expected: 'issuer, authorization_endpoint, token_endpoint and response_types_supported',
        remedy: isMissing
          ? `Publish ${member}.`
          : 'Mend this member; behind a proxy that ends TLS, tell the server its https address.',
        fault,
        severity: 'problem',
      },
    ];
  },
};

export const serverOf = ({ learned }: Probe) => learned.servers?.[0] as AuthorizationServerMetadata;

const instances: Check = {
  id: 'server-metadata.instances',
  section: 'RFC 8414 §3.2',
  asks: 'Do all its instances have the same keys and say the same?',
  after: ['server-metadata.valid'],
  unless: unlessOAuth,
  async judge(probe) {
    const { jwks_uri: keys } = serverOf(probe);
    const document = (await placesOf(issuerOf(probe), probe)).find(isDocument);
    for (const url of [keys, document?.url]) {
      if (url === undefined) continue;
      const different = await differentAnswers(url, probe);
      if (different) return [{ ...different, fault, severity: 'problem' }];
    }
    return [];
  },
};

/** Each over a connection of its own: a balancer gives it to another instance. */
async function differentAnswers(
  url: string,
  { ask }: Probe,
): Promise<Pick<Found, 'seen' | 'expected' | 'remedy'> | undefined> {
  const answers = new Set<string>();
  for (let time = 0; time < 4; time += 1) {
    const answer = await ask(url, { again: true, headers: { ...asJson.headers, connection: 'close' } });
    // Asked too often is said to everybody.
    if (answer.status === 429) break;
    answers.add(`${answer.status} ${answer.json === undefined ? answer.text : inOrder(answer.json)}`);
  }
  if (answers.size <= 1) return undefined;
  return {
    seen: `GET ${url} had ${answers.size} different answers within 4`,
    expected: 'one answer, whichever instance gives it',
    remedy: 'Give all instances the same store and the same keys.',
  };
}

/** Sets have no order: what is written in another one says the same. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).toSorted().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}:${inOrder(member)}`);
  return `{${members.toSorted().join()}}`;
}

export const serverMetadataChecks: readonly Check[] = [certificate, found, issuer, endpoints, valid, instances];
