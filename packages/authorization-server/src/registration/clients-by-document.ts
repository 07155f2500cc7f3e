/** Where the engine meets metadata documents: it looks every client up in its store, and an id that is a URL is looked up among documents. */
import type { Context } from 'koa';
import Provider, { type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import { postedPaths } from '../capabilities.ts';
import { isClientIdUrl } from './client-id.ts';
import { DocumentRefused, type FindDocument } from './metadata-documents.ts';

/** Where a request remembers why its client is unknown. */
const refusal = 'documentRefused';

/**
 * A document that is refused makes an unknown client, so that every endpoint answers as for any other unknown one. The
 * engine's own experimental feature stays off: it connects before it judges an address, reads the keys of a client anew
 * for every assertion that anyone sends, and fetches what failed twice.
 */
export function clientsByDocument(stored: AdapterFactory, findDocument: FindDocument): AdapterFactory {
  return (name) => {
    const adapter = stored(name);
    if (name !== 'Client') return adapter;
    const find = (id: string) => (isClientIdUrl(id) ? found(findDocument, id) : adapter.find(id));
    return { ...adapter, find, upsert: refused, destroy: refused };
  };
}

/** A client that many share is inserted once, by registration alone; the operator's are written beside the engine. */
async function refused(): Promise<never> {
  throw new Error('the engine writes no clients');
}

async function found(findDocument: FindDocument, clientId: string): Promise<AdapterPayload | undefined> {
  const { ctx } = Provider;
  try {
    return await findDocument(clientId, { address: ctx?.ip ?? '', withKeys: postedPaths.has(ctx?.path ?? '') });
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    if (ctx) ctx.state[refusal] = error;
    return undefined;
  }
}

/** Why this request's client is unknown, when a document is the reason. */
export function documentRefusalOf(ctx: Context): DocumentRefused | undefined {
  return ctx.state[refusal] as DocumentRefused | undefined;
}
