/** Where the engine meets metadata documents: it looks every client up in its store, and an id that is a URL is looked up among documents. */
import type { Context } from 'koa';
import Provider, { type AdapterFactory, type AdapterPayload, type KoaContextWithOIDC } from 'oidc-provider';
import { decodeProtectedHeader } from 'jose';
import { postedPaths } from '../capabilities.ts';
import { Refusal } from '../refusals/refusal.ts';
import { isClientIdUrl } from './client-id.ts';
import type { Asked, MetadataDocuments } from './metadata-documents.ts';

/** Where a request remembers why its client is unknown. */
const refusal = 'documentRefused';

/**
 * A document that is refused makes an unknown client, so that every endpoint answers as for any other unknown one. The
 * engine's own experimental feature stays off: it connects before it judges an address, reads the keys of a client anew
 * for every assertion that anyone sends, and fetches what failed twice.
 */
export function clientsByDocument(stored: AdapterFactory, documents: MetadataDocuments): AdapterFactory {
  return (name) => {
    const adapter = stored(name);
    if (name !== 'Client') return adapter;
    const find = (id: string) => (isClientIdUrl(id) ? found(documents, id) : adapter.find(id));
    return { ...adapter, find, upsert: refused, destroy: refused };
  };
}

/** A client that many share is inserted once, by registration alone; the operator's are written beside the engine. */
async function refused(): Promise<never> {
  throw new Error('the engine writes no clients');
}

async function found(documents: MetadataDocuments, clientId: string): Promise<AdapterPayload | undefined> {
  const { ctx } = Provider;
  try {
    return await documents.find(clientId, askedBy(ctx));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (ctx) ctx.state[refusal] = error;
    return undefined;
  }
}

function askedBy(ctx: KoaContextWithOIDC | undefined): Asked {
  const { client_assertion: assertion, redirect_uri: redirectUri } = ctx?.oidc?.params ?? {};
  return {
    address: ctx?.ip ?? '',
    withKeys: postedPaths.has(ctx?.path ?? ''),
    kid: keyOf(assertion),
    redirectUri: typeof redirectUri === 'string' ? redirectUri : undefined,
  };
}

/** The key that an assertion names; whether it is one is judged by the engine (RFC 7515 §4.1.4). */
function keyOf(assertion: unknown): string | undefined {
  try {
    return decodeProtectedHeader(String(assertion)).kid;
  } catch {
    return undefined;
  }
}

/** Why this request's client is unknown, when a document is the reason. */
export function documentRefusalOf(ctx: Context): Refusal | undefined {
  return ctx.state[refusal] as Refusal | undefined;
}
