/** What the site serves to everybody: its stylesheet, its script, its icon, and the document of its client (CIMD §3). */
import { type ClientIdentity, clientMetadataDocument } from '../../registration/client-identity.ts';
import { asset } from './answers.ts';
import { icon } from './assets/icon.ts';

interface Parts {
  readonly sheet: { readonly path: string; readonly css: string };
  readonly script: { readonly path: string; readonly source: string };
  readonly brand: string;
  readonly origin: string;
  readonly redirectUri: string;
}

const documentPath = '/oauth/client.json';

/** Where this site says who it is, for servers that read such documents. */
export const metadataUrlOf = (url: string): string => new URL(documentPath, url).href;

/** Where the brand runs the authorization server as well, its bare name would be taken for an imitation of it. */
export const clientNameOf = (brand: string): string => `Team connections of ${brand}`;

/** By path; undefined where there is none. */
export function filesOf({ sheet, script, brand, origin, redirectUri }: Parts): (path: string) => Response | undefined {
  const identity = { name: clientNameOf(brand), redirectUri, metadataUrl: metadataUrlOf(origin) };
  const files = new Map([
    [sheet.path, () => asset(sheet.css, 'text/css')],
    [script.path, () => asset(script.source, 'text/javascript')],
    [documentPath, () => clientDocument(identity)],
    // Browsers ask for it by themselves.
    ['/favicon.ico', () => asset(icon(brand), 'image/svg+xml')],
  ]);
  return (path) => files.get(path)?.();
}

/** What changes here is read again within the hour. */
function clientDocument(identity: ClientIdentity & { metadataUrl: string }): Response {
  return new Response(JSON.stringify(clientMetadataDocument(identity)), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=3600' },
  });
}
