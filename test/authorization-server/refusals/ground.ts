/** Where refusals are provoked: two servers whose clock, store and internet a test holds, and an answer read in each of its three forms. */
import { memoryEngine } from '@granthouse/storage/memory';
import type { DocumentStore } from '@granthouse/storage';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { orderDesk, startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import type { Arrival } from '../../support/browser.ts';
import { authorizationRequest, credentials, obtainTokens, publicClient } from '../../support/oauth-client.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { personAt, type PersonAt } from '../../support/person-at.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { documentHost, type DocumentHost } from '../metadata-documents/document-host.ts';

export const resource = 'https://orders.example.com/mcp';

export const imitation = 'https://evil.example/client.json';

export const confidential = { ...publicClient, token_endpoint_auth_method: 'client_secret_post' };

export interface Ground {
  readonly server: RunningServer;
  readonly issuer: string;
  readonly clock: TestClock;
  readonly store: DocumentStore;
  readonly documents: DocumentHost;
  readonly at: PersonAt;
  /** With two resources, without fetching, and with imitations refused: `imitation` is the id of one. */
  readonly other: RunningServer;
  /** A connected app. */
  connected(metadata?: object): ReturnType<typeof connected>;
  close(): Promise<void>;
}

/** What was refused, however it was told. */
export interface Refused {
  readonly form: 'JSON' | 'redirect' | 'page';
  readonly status: number;
  readonly error: string;
  readonly description: string;
  /** The address of the page that explains it. */
  readonly uri: string;
  readonly reference: string;
}

export async function ground(): Promise<Ground> {
  const clock = createTestClock();
  const documents = documentHost();
  const storage = memoryEngine({ now: clock.now });
  const server = await startAuthorizationServer(resource, { storage, now: clock.now, fetch: documents.fetch });
  const other = await startAuthorizationServer(resource, {
    resources: [
      { resource, ...orderDesk },
      { resource: 'https://other.example.com/mcp', ...orderDesk },
    ],
    clientIdMetadataDocuments: { fetch: false, pinned: [documentAt(imitation, { client_name: 'Claude' })] },
    registration: { imitations: 'refuse' },
  });
  return {
    server,
    issuer: server.issuer,
    clock,
    store: await storage.open(collections),
    documents,
    at: await personAt(server.issuer),
    other,
    connected: (metadata) => connected(server.issuer, metadata),
    close: async () => void (await Promise.all([server.close(), other.close()])),
  };
}

async function connected(issuer: string, metadata: object = publicClient) {
  const { client, tokens } = await obtainTokens(issuer, { metadata });
  return { client, tokens, own: credentials(client) };
}

export async function asJson(response: Response): Promise<Refused> {
  const body = (await response.json()) as Record<string, string>;
  return refusedOf('JSON', response.status, body);
}

/** Where a browser is sent that a client's request brings. */
export async function asRedirect(
  issuer: string,
  clientId: string,
  overrides: Record<string, string | undefined>,
): Promise<Refused> {
  const { url } = authorizationRequest(issuer, clientId, overrides);
  const response = await fetch(url, { redirect: 'manual' });
  return redirected(new URL(response.headers.get('location') ?? '', issuer), response.status);
}

/** In the query, or in the fragment, where the response type says so. */
export const redirected = ({ search, hash }: URL, status = 303): Refused =>
  refusedOf('redirect', status, Object.fromEntries(new URLSearchParams(search || hash.slice(1))));

export function asPage(issuer: string, { page }: Arrival): Refused {
  const { html = '', status = 0 } = page ?? {};
  const read = (pattern: RegExp) => pattern.exec(html)?.[1] ?? '';
  return {
    form: 'page',
    status,
    error: read(/<dt>Error<\/dt>\s*<dd><code>([^<]*)/),
    description: read(/<bdi>([^<]*)<\/bdi><\/dd>/),
    uri: new URL(read(/<dd>\s*<a href="([^"]*)">/), issuer).href,
    reference: read(/Reference: <code>([^<]*)/),
  };
}

function refusedOf(form: Refused['form'], status: number, members: Record<string, string>): Refused {
  const { error = '', error_description: description = '', error_uri: uri = '' } = members;
  return { form, status, error, description, uri, reference: /reference ([\da-f]{12})$/.exec(description)?.[1] ?? '' };
}

/** The line of the log that a reference finds. */
export function lineOf(server: RunningServer, reference: string): Record<string, unknown> {
  const lines = server.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  const found = lines.filter((line) => line['reference'] === reference);
  if (found.length !== 1) throw new Error(`${found.length} lines for the reference ${JSON.stringify(reference)}`);
  return found[0] as Record<string, unknown>;
}
